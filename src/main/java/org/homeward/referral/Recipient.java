package org.homeward.referral;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a referral is sent to.
 *
 * @param programmeId in the directory; null for one written by hand
 * @param linkFactor what their link asks for before it shows anything; null for a code
 */
public record Recipient(
        @Nullable UUID programmeId,
        String name,
        @Nullable String email,
        @Nullable String phone,
        ReferralLink.@Nullable Factor linkFactor) {}
