package org.homeward.appointment;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Say when and where a visit or test takes place.
 *
 * @param zone in which people read the time
 */
public record Booking(
        Instant startsAt,
        ZoneId zone,
        @Nullable String withWhom,
        @Nullable String place) {}
