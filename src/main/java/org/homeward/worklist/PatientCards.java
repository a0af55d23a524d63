package org.homeward.worklist;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who a task is about, for the banner and the cards. Implemented by the module that has patients. */
public interface PatientCards {

    /** The patients among these ids that are known, by id. */
    Map<UUID, PatientCard> of(Collection<UUID> patientIds);

    /**
     * Ids of patients whose name, identifier or birth date matches, best first, at most {@code limit} of those that the
     * caller may see.
     *
     * @param visible answers which of these the caller may see; asked once for many candidates
     */
    List<UUID> matching(String query, int limit, UnaryOperator<Set<UUID>> visible);

    /**
     * What a person needs to be sure whom they are working for.
     *
     * @param identifier the identifier people know the patient by, with its kind
     * @param alerts short words: interpreter needed, do not call, deceased
     */
    record PatientCard(
            String name,
            @Nullable String preferredName,
            @Nullable LocalDate birthDate,
            @Nullable String identifier,
            @Nullable String language,
            List<CallNumber> phones,
            List<String> alerts) {}

    /**
     * A number to call, the first one first.
     *
     * @param whose "mobile", "home", or a caregiver with what may be said to them
     * @param number as it was given
     * @param dial in the form that dials, null when the number cannot be read
     */
    record CallNumber(String whose, String number, @Nullable String dial) {}
}
