package org.homeward.referral;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.directory.Need;
import org.homeward.directory.Programme;
import org.homeward.directory.Programmes;
import org.homeward.episode.Duties;
import org.homeward.episode.EpisodeDirectory;
import org.homeward.patient.Patient;
import org.homeward.patient.PatientDetails.Address;
import org.homeward.patient.Patients;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whom a referral can go to: what the directory offers for the need, without those that were asked already. */
@Component
class Recipients {

    /** How the screening of social needs keys its orders: {@code social-need/<service>/<id>}. */
    private static final String SOCIAL = "social-need";

    private static final int MOST = 50;

    private final Programmes programmes;
    private final Referrals referrals;
    private final Duties duties;
    private final EpisodeDirectory directory;
    private final Patients patients;

    Recipients(
            Programmes programmes, Referrals referrals, Duties duties, EpisodeDirectory directory, Patients patients) {
        this.programmes = programmes;
        this.referrals = referrals;
        this.duties = duties;
        this.directory = directory;
        this.patients = patients;
    }

    /** The best fitting first; where nobody has named the need yet and the order does not say it, those of every need. */
    List<Programme> fitting(ReferralLoop loop) {
        String owner = directory.contextOf(loop.id()).organizationId();
        Set<UUID> asked = referrals.conversations(loop.id()).stream()
                .map(Referral::programmeId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Patient patient = patients.find(loop.patientId()).orElse(null);
        String postalCode = patient == null ? null : postalCode(patient);
        String language = patient == null ? null : patient.details().language();
        Map<UUID, Programme> found = new LinkedHashMap<>();
        for (Need need : need(loop).map(List::of).orElse(List.of(Need.values()))) {
            programmes
                    .fitting(owner, need.code(), postalCode, language, asked)
                    .forEach(one -> found.putIfAbsent(one.id(), one));
        }
        return new ArrayList<>(found.values()).stream().limit(MOST).toList();
    }

    /** As it was named before, else as the order itself calls it. */
    Optional<Need> need(ReferralLoop loop) {
        String named = loop.need();
        if (named != null) {
            return Need.of(named);
        }
        String[] key = duties.get(loop.id()).orderKey().split("/");
        if (key.length == 3 && key[0].equals(SOCIAL)) {
            return Need.of(key[1]);
        }
        for (Need need : Need.values()) {
            if (need.label().equalsIgnoreCase(loop.what().strip())) {
                return Optional.of(need);
            }
        }
        return Optional.empty();
    }

    /** One that may be sent to: of the same directory, and taking referrals. */
    Optional<Programme> find(UUID loopId, UUID id) {
        String owner = directory.contextOf(loopId).organizationId();
        return programmes
                .find(id)
                .filter(one -> one.ownerId().equals(owner) && one.details().active());
    }

    private static @Nullable String postalCode(Patient patient) {
        return patient.details().addresses().stream()
                .map(Address::postalCode)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
