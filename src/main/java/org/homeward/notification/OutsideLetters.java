package org.homeward.notification;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Write what is mailed to somebody outside who has no account; contributed by the module that has the subject. No patient
 * data: nobody knows who reads it.
 */
public interface OutsideLetters {

    Set<String> templates();

    /**
     * The letter as things stand when it is sent, written anew for each attempt; empty when there is nothing to send any
     * more, and it is withdrawn.
     *
     * @param addressOf where a path of ours is reached from outside
     */
    Optional<Letter> of(String template, UUID subjectId, Function<String, URI> addressOf);

    /** @param address one e-mail address */
    record Letter(String address, String subject, String text) {}
}
