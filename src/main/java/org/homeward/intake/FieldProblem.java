package org.homeward.intake;

/**
 * Names one field that cannot be taken and says what to do about it, without repeating what was sent.
 *
 * @param pointer JSON pointer (RFC 6901) into the message
 */
public record FieldProblem(String pointer, String message) {}
