package org.homeward.episode;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Carry what one fact says beyond whom it concerns and when it happened. */
public sealed interface FactPayload {

    FactType type();

    /** The stay began (A01, A06) or an emergency or outpatient visit was registered (A04): the class tells. */
    record Admitted(PatientClass patientClass, Instant admittedAt) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.ADMITTED;
        }
    }

    /** This visit's own admission never was (A11): the stay is void, and so is what was started from it. */
    record AdmissionCancelled(@Nullable String reason) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.ADMISSION_CANCELLED;
        }
    }

    /** The discharge (A03) as a full picture; must say when. */
    record Discharged(DischargeDetails details) implements FactPayload {
        public Discharged {
            if (details.dischargedAt() == null) {
                throw new IllegalArgumentException("A discharge says when it happened");
            }
        }

        @Override
        public FactType type() {
            return FactType.DISCHARGED;
        }
    }

    /** An update (A08): what it does not mention stays as it was. */
    record DischargeChanged(DischargeDetails details) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.DISCHARGE_CHANGED;
        }
    }

    /** The discharge was taken back (A13): the stay is open again. */
    record DischargeCancelled(@Nullable String reason) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.DISCHARGE_CANCELLED;
        }
    }

    /** Someone reports, about this visit, that the patient is back in a hospital; the new visit may be unknown. */
    record Readmitted(@Nullable VisitKey into, Instant admittedAt) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.READMITTED;
        }
    }

    /** Takes back a {@link Readmitted} of the same visit. A new visit's own A11 is {@link AdmissionCancelled} there. */
    record ReadmissionCancelled(@Nullable String reason) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.READMISSION_CANCELLED;
        }
    }

    /** A report of death (PID-29, PID-30, a caller): stops outreach, ends nothing before a person has confirmed it. */
    record Died(@Nullable Instant diedAt) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.DIED;
        }
    }

    record DeathConfirmed(String by, @Nullable Instant diedAt) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.DEATH_CONFIRMED;
        }
    }

    /** A person found the patient alive: the reports known so far no longer count, also when they are repeated. */
    record DeathRefuted(String by, String reason) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.DEATH_REFUTED;
        }
    }

    /** The patient declines one service: a duty's kind ({@code outreach}) or the key of what was ordered. */
    record Refused(String service, @Nullable String reason) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.REFUSED;
        }
    }

    /** Another facility or programme has taken over the patient's care. */
    record Transferred(@Nullable String to, @Nullable String reason) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.TRANSFERRED;
        }
    }

    /** Another team owns the episode from now on. */
    record OwnerTransferred(String organizationId, String teamId, String by, String reason) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.OWNER_TRANSFERRED;
        }
    }

    /** What a person decided where no rule could, or what happens by default when nobody did in time. */
    record TriageDecided(
            Verdict.Decision decision, String by, @Nullable String reason, boolean byDefault) implements FactPayload {
        public TriageDecided {
            if (decision == Verdict.Decision.TRIAGE) {
                throw new IllegalArgumentException("Triage ends in start, watch or none");
            }
        }

        @Override
        public FactType type() {
            return FactType.TRIAGE_DECIDED;
        }
    }

    /** The closing review found an outcome or a receiver for every duty. */
    record EndedByReview(String by, @Nullable String summary) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.ENDED_BY_REVIEW;
        }
    }

    /** Two records are one person (A40): PID-3 survives, MRG-1 is retired. */
    record PatientMerged(UUID retired, UUID surviving) implements FactPayload {
        @Override
        public FactType type() {
            return FactType.PATIENT_MERGED;
        }
    }
}
