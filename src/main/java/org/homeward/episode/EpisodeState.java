package org.homeward.episode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.homeward.episode.Standing.Outcome;
import org.homeward.episode.Standing.Stage;
import org.homeward.episode.Verdict.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Say what the facts amount to for one stay. A pure function of the facts of the stay and of its patient, ordered by
 * when they happened: the order of arrival and repetitions change nothing.
 *
 * @param patientId the surviving record of the patient; null while no fact of this stay is known
 * @param details what is known of the discharge; null while there was none
 * @param cancelled why the discharge or the admission was taken back; null when it stands
 * @param deathKnownAtDischarge whether the discharge itself came with a report of death that nobody has refuted
 * @param expiredByCorrection whether the disposition was corrected to "expired": a report of death
 * @param backInHospital the return to hospital in force; null when there is none
 * @param emergencyVisits emergency visits after the discharge, in order
 * @param triage the decision that holds for the disposition as it now is
 * @param owner the team a person gave the episode to; null when the rules decide
 * @param refusals declined services with the reason
 * @param review who closed the episode
 */
public record EpisodeState(
        VisitKey visit,
        @Nullable UUID patientId,
        @Nullable DischargeDetails details,
        @Nullable String cancelled,
        Death death,
        boolean deathKnownAtDischarge,
        boolean expiredByCorrection,
        @Nullable Return backInHospital,
        List<EmergencyVisit> emergencyVisits,
        FactPayload.@Nullable TriageDecided triage,
        FactPayload.@Nullable Transferred transfer,
        FactPayload.@Nullable OwnerTransferred owner,
        Map<String, String> refusals,
        FactPayload.@Nullable EndedByReview review) {

    /** After how long a return to hospital belongs to a new story: the 30 days readmission measures look at. */
    static final long RETURN_WINDOW_DAYS = 30;

    /** No rule decides about a discharge of which nobody knows whose it is. */
    static final Verdict IDENTITY_IN_DOUBT = new Verdict(
            Decision.TRIAGE,
            "Sent with the number of another patient, who has another family name and another birth date: ask the sender"
                    + " whose discharge this is",
            "identity-in-doubt",
            "intake",
            "");

    public enum Death {
        NONE,
        REPORTED,
        CONFIRMED
    }

    /**
     * @param into the new stay; null when only a report tells of it
     * @param discharged whether the new stay has ended in a discharge, which closes this episode
     */
    public record Return(@Nullable VisitKey into, PatientClass patientClass, Instant admittedAt, boolean discharged) {}

    public record EmergencyVisit(VisitKey visit, Instant at) {}

    /** @param facts every known fact of the stay, of its patient and of the patient's other stays; others are ignored */
    public static EpisodeState fold(VisitKey visit, Collection<VisitFact> facts) {
        var history = VisitFact.history(facts);
        var merges = Merges.of(history);
        // a stay belongs to the patient that its newest message names: a wrong number may have been corrected
        var patients = new HashMap<VisitKey, UUID>();
        for (var fact : history) {
            if (fact.visit() != null) {
                patients.put(fact.visit(), merges.survivor(fact.patientId()));
            }
        }
        var patient = patients.get(visit);
        var folding = new Folding();
        var others = new TreeMap<String, OtherStay>();
        for (var fact : history) {
            var other = fact.visit();
            if (visit.equals(other)) {
                folding.apply(fact);
            } else if (other == null) {
                if (merges.survivor(fact.patientId()).equals(patient)) {
                    folding.applyDeath(fact);
                }
            } else if (Objects.equals(patients.get(other), patient)) {
                others.computeIfAbsent(other.toString(), key -> new OtherStay(other))
                        .apply(fact);
                folding.applyDeath(fact);
            }
        }
        return folding.state(visit, patient, List.copyOf(others.values()));
    }

    /** Whether this stay has had a discharge, taken back or not: then a decision about it is due. */
    public boolean isDischarged() {
        return details != null;
    }

    /** The details of a stay that has been discharged. */
    public DischargeDetails discharge() {
        return Objects.requireNonNull(details, "no discharge is known of this stay");
    }

    public Instant dischargedAt() {
        return Objects.requireNonNull(discharge().dischargedAt());
    }

    /**
     * What the rules decided, or what a person decided where the rules asked for one. A patient whom the rules take to
     * be in a facility may be known to be at home.
     */
    public Verdict effective(Verdict byRule) {
        var ruled = details != null && Boolean.TRUE.equals(details.identityInDoubt()) ? IDENTITY_IN_DOUBT : byRule;
        if (triage == null
                || (ruled.decision() != Decision.TRIAGE
                        && !(ruled.decision() == Decision.WATCH && triage.decision() == Decision.START))) {
            return ruled;
        }
        var reason = triage.byDefault()
                ? "Nobody decided in time, so that the transition started by default"
                : Fitting.fit(Objects.requireNonNullElse(triage.reason(), "Decided by a person"), Fitting.REASON);
        return new Verdict(
                triage.decision(),
                reason,
                triage.byDefault() ? "default" : "triage",
                triage.by(),
                triage.byDefault() ? "by-default" : "");
    }

    /**
     * What is true now, given what the rules say of this discharge.
     *
     * @throws IllegalStateException when the stay has had no discharge
     */
    public Standing standing(Verdict ruled) {
        if (!isDischarged()) {
            throw new IllegalStateException("No discharge is known of this stay");
        }
        var verdict = effective(ruled);
        if (review != null) {
            return Standing.ended(Outcome.COMPLETED, "Closed by review");
        }
        if (cancelled != null) {
            return Standing.ended(Outcome.CANCELLED, cancelled);
        }
        if (transfer != null) {
            return Standing.ended(Outcome.TRANSFERRED, "Another facility has taken over the care");
        }
        if (backInHospital != null && backInHospital.discharged()) {
            return verdict.decision() == Decision.WATCH
                            && !backInHospital.patientClass().isHospitalStay()
                    ? Standing.ended(Outcome.COMPLETED, "Discharged from the facility that was watched")
                    : Standing.ended(Outcome.READMITTED, "Readmitted and discharged again");
        }
        if (verdict.decision() == Decision.NONE && !expiredByCorrection) {
            return Standing.ended(Outcome.NOT_STARTED, verdict.reason());
        }
        if (death == Death.CONFIRMED) {
            return Standing.ended(Outcome.DIED, "The death was confirmed");
        }
        if (death == Death.REPORTED || expiredByCorrection) {
            return Standing.at(Stage.DEATH_REPORTED, "A death is reported and not yet confirmed");
        }
        if (backInHospital != null) {
            return Standing.at(
                    Stage.PARKED,
                    backInHospital.patientClass().isHospitalStay() ? "Back in hospital" : "Staying in a facility");
        }
        return switch (verdict.decision()) {
            case TRIAGE -> Standing.at(Stage.TRIAGE, verdict.reason());
            case WATCH -> Standing.at(Stage.PARKED, verdict.reason());
            case START, NONE -> Standing.at(Stage.ACTIVE, verdict.reason());
        };
    }

    /** What one stay's own facts have said so far. */
    private static final class Folding {
        private @Nullable DischargeDetails details;
        private boolean discharged;
        private @Nullable Instant dischargeToldAt;
        private @Nullable String cancelled;
        private @Nullable Instant cancelledAhead;
        private @Nullable Instant dispositionSince;
        private final Set<FactPayload.Died> reports = new HashSet<>();
        private final Set<FactPayload.Died> refuted = new HashSet<>();
        private boolean reported;
        private @Nullable Instant reportedFrom;
        private @Nullable Instant confirmedAt;
        private boolean expiredByCorrection;
        private FactPayload.@Nullable Readmitted readmitted;
        private FactPayload.@Nullable TriageDecided triage;
        private @Nullable Instant triagedAt;
        private FactPayload.@Nullable Transferred transfer;
        private @Nullable Instant transferredAt;
        private FactPayload.@Nullable OwnerTransferred owner;
        private final Map<String, String> refusals = new TreeMap<>();
        private FactPayload.@Nullable EndedByReview review;

        void apply(VisitFact fact) {
            var payload = fact.payload();
            if (payload instanceof FactPayload.Discharged it) {
                discharge(it.details(), fact.occurredAt());
            } else if (payload instanceof FactPayload.DischargeChanged it) {
                overlay(it.details(), fact.occurredAt());
            } else if (payload instanceof FactPayload.DischargeCancelled) {
                cancel("The discharge was cancelled", fact.occurredAt());
            } else if (payload instanceof FactPayload.AdmissionCancelled) {
                cancel("The admission was cancelled", fact.occurredAt());
            } else if (payload instanceof FactPayload.Readmitted it) {
                readmitted = it;
            } else if (payload instanceof FactPayload.ReadmissionCancelled) {
                readmitted = null;
            } else if (payload instanceof FactPayload.TriageDecided it) {
                triage = it;
                triagedAt = fact.occurredAt();
            } else if (payload instanceof FactPayload.Transferred it) {
                transfer = it;
                transferredAt = fact.occurredAt();
            } else if (payload instanceof FactPayload.OwnerTransferred it) {
                owner = it;
            } else if (payload instanceof FactPayload.Refused it) {
                refusals.put(it.service(), Objects.requireNonNullElse(it.reason(), "declined by the patient"));
            } else if (payload instanceof FactPayload.EndedByReview it && discharged && cancelled == null) {
                review = it;
            }
            applyDeath(fact);
        }

        void applyDeath(VisitFact fact) {
            if (fact.payload() instanceof FactPayload.Died it) {
                reports.add(it);
                // a sender repeats the flag with every message; what a person refuted stays refuted
                if (!refuted.contains(it)) {
                    reported = true;
                    reportedFrom = reportedFrom == null ? fact.occurredAt() : reportedFrom;
                }
            } else if (fact.payload() instanceof FactPayload.DeathConfirmed) {
                confirmedAt = fact.occurredAt();
            } else if (fact.payload() instanceof FactPayload.DeathRefuted) {
                refuted.addAll(reports);
                reported = false;
                reportedFrom = null;
                confirmedAt = null;
                expiredByCorrection = false;
            }
        }

        private void discharge(DischargeDetails told, Instant at) {
            if (discharged && cancelled != null) {
                // a new discharge of the same stay: what was ordered, decided and reported for the old one is gone
                details = null;
                expiredByCorrection = false;
                readmitted = null;
                triage = null;
                transfer = null;
                review = null;
                refusals.clear();
                dischargeToldAt = null;
            }
            overlay(told, at);
            // a cancellation stamped with the very moment of the discharge that it takes back
            if (!at.equals(cancelledAhead)) {
                cancelled = null;
            }
            discharged = true;
            dischargeToldAt = dischargeToldAt == null ? at : dischargeToldAt;
        }

        private void cancel(String why, Instant at) {
            cancelledAhead = discharged && cancelled == null ? null : at;
            cancelled = why;
        }

        private void overlay(DischargeDetails told, Instant at) {
            var before = details == null ? null : details.disposition();
            details = details == null ? told : details.overlaidBy(told);
            var after = details.disposition();
            var codeBefore = before == null ? null : before.code();
            var codeAfter = after == null ? null : after.code();
            if (dispositionSince == null || !Objects.equals(codeBefore, codeAfter)) {
                dispositionSince = at;
                expiredByCorrection = before != null && !before.expired() && after != null && after.expired();
            }
        }

        EpisodeState state(VisitKey visit, @Nullable UUID patient, List<OtherStay> others) {
            var known = discharged ? details : null;
            var back =
                    known == null ? null : backInHospital(visit, Objects.requireNonNull(known.dischargedAt()), others);
            return new EpisodeState(
                    visit,
                    patient,
                    known,
                    cancelled,
                    death(),
                    dischargeToldAt != null && reportedFrom != null && !reportedFrom.isAfter(dischargeToldAt),
                    expiredByCorrection,
                    back,
                    known == null ? List.of() : emergencies(Objects.requireNonNull(known.dischargedAt()), others),
                    stillHolds() ? triage : null,
                    diedBeforeTransfer() ? null : transfer,
                    owner,
                    Collections.unmodifiableMap(new TreeMap<>(refusals)),
                    review);
        }

        /** Whoever was reported dead before is transferred nowhere: a person has to look which of the two is wrong. */
        private boolean diedBeforeTransfer() {
            return reportedFrom != null && transferredAt != null && !reportedFrom.isAfter(transferredAt);
        }

        private Death death() {
            if (confirmedAt == null) {
                return reported ? Death.REPORTED : Death.NONE;
            }
            // discharged after having been found dead: one of the two is wrong, and a person has to look
            return dischargeToldAt != null && confirmedAt.isBefore(dischargeToldAt) ? Death.REPORTED : Death.CONFIRMED;
        }

        private boolean stillHolds() {
            return triagedAt != null && dispositionSince != null && !triagedAt.isBefore(dispositionSince);
        }

        private @Nullable Return backInHospital(VisitKey visit, Instant dischargedAt, List<OtherStay> others) {
            var returns = new ArrayList<Return>();
            for (var other : others) {
                var start = other.start();
                if (start != null && other.counts() && isWithinWindow(dischargedAt, start)) {
                    returns.add(new Return(other.visit, other.patientClass(), start, other.isDischarged()));
                }
            }
            var told = readmitted;
            // an admission before the discharge is the one that this stay began with, however late it is told
            if (told != null
                    && !told.admittedAt().isBefore(dischargedAt)
                    && !visit.equals(told.into())
                    && others.stream()
                            .noneMatch(other -> other.visit.equals(told.into()) && other.tellsOfItsAdmission())) {
                returns.add(new Return(told.into(), PatientClass.UNKNOWN, told.admittedAt(), false));
            }
            // a discharged return decides before one that goes on, then the earliest
            return returns.stream()
                    .min((one, other) -> one.discharged() != other.discharged()
                            ? (one.discharged() ? -1 : 1)
                            : one.admittedAt().compareTo(other.admittedAt()))
                    .orElse(null);
        }

        private static List<EmergencyVisit> emergencies(Instant dischargedAt, List<OtherStay> others) {
            return others.stream()
                    .filter(other -> other.patientClass() == PatientClass.EMERGENCY && !other.isVoid())
                    .filter(other -> other.start() != null
                            && isWithinWindow(dischargedAt, Objects.requireNonNull(other.start())))
                    .map(other -> new EmergencyVisit(other.visit, Objects.requireNonNull(other.start())))
                    .sorted(java.util.Comparator.comparing(EmergencyVisit::at)
                            .thenComparing(emergency -> emergency.visit().toString()))
                    .toList();
        }

        private static boolean isWithinWindow(Instant dischargedAt, Instant start) {
            return !start.isBefore(dischargedAt)
                    && !start.isAfter(dischargedAt.plus(RETURN_WINDOW_DAYS, ChronoUnit.DAYS));
        }
    }

    /** Another stay of the same patient, as far as it tells whether the patient is back. */
    private static final class OtherStay {
        private final VisitKey visit;
        private @Nullable PatientClass admittedAs;
        private @Nullable Instant admittedAt;
        private boolean admissionCancelled;
        private @Nullable DischargeDetails details;
        private boolean discharged;

        OtherStay(VisitKey visit) {
            this.visit = visit;
        }

        void apply(VisitFact fact) {
            var payload = fact.payload();
            if (payload instanceof FactPayload.Admitted it) {
                admittedAs = it.patientClass();
                admittedAt = it.admittedAt();
                admissionCancelled = false;
            } else if (payload instanceof FactPayload.AdmissionCancelled) {
                admissionCancelled = true;
            } else if (payload instanceof FactPayload.Discharged it) {
                details = details == null ? it.details() : details.overlaidBy(it.details());
                discharged = true;
                admissionCancelled = false;
            } else if (payload instanceof FactPayload.DischargeChanged it) {
                details = details == null ? it.details() : details.overlaidBy(it.details());
            } else if (payload instanceof FactPayload.DischargeCancelled) {
                discharged = false;
            }
        }

        @Nullable
        Instant start() {
            if (details != null && details.admittedAt() != null) {
                return details.admittedAt();
            }
            if (admittedAt != null) {
                return admittedAt;
            }
            return details == null ? null : details.dischargedAt();
        }

        PatientClass patientClass() {
            if (details != null && details.patientClass() != null) {
                return details.patientClass();
            }
            return admittedAs == null ? PatientClass.UNKNOWN : admittedAs;
        }

        boolean isVoid() {
            return admissionCancelled;
        }

        boolean isDischarged() {
            return discharged;
        }

        /** Known to have begun, not void, and spent away from home. */
        boolean counts() {
            return tellsOfItsAdmission()
                    && !admissionCancelled
                    && patientClass().isAway();
        }

        boolean tellsOfItsAdmission() {
            return admittedAt != null
                    || admissionCancelled
                    || discharged
                    || (details != null && details.admittedAt() != null);
        }
    }
}
