package org.homeward.notification;

import java.time.Duration;
import java.util.UUID;

/**
 * Something one person is to be told.
 *
 * @param key the effect: a second notice with the same key is the same notice
 * @param recipient a person's id
 * @param template which {@link NoticeWords} turn the subject into words when it is delivered
 * @param urgent goes out at once and alone; others wait a little and share one digest
 * @param after how long to hold it back, for example until the team is there
 */
public record Notice(String key, String recipient, String template, UUID subjectId, boolean urgent, Duration after) {}
