package org.homeward.intake;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds the intake and paces its worker.
 *
 * @param backlog so many messages may wait; beyond it senders are asked to come back later
 * @param batch so many messages are applied in one transaction, at most 32
 * @param poll how often the worker looks without being woken
 * @param lease how long a message stays with a worker that does not come back: three leases stay under the 30 s that
 *     a patient's next message may wait behind one that kills its worker
 * @param worker whether this node applies messages
 * @param facilityZones the zone in which a source facility writes its days, by its code
 */
@ConfigurationProperties("homeward.intake")
public record IntakeProperties(
        @DefaultValue("10000") int backlog,
        @DefaultValue("1") int batch,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("8s") Duration lease,
        @DefaultValue("true") boolean worker,
        @DefaultValue Map<String, ZoneId> facilityZones) {

    /** No body larger than this is read. */
    public static final int LARGEST_BODY = 10 * 1024 * 1024;

    /** After so many failed attempts a message is put aside for a person. */
    static final int ATTEMPTS = 3;

    public IntakeProperties {
        if (batch < 1 || batch > 32) {
            throw new IllegalArgumentException("homeward.intake.batch: from 1 to 32");
        }
    }
}
