package org.homeward.directory;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homeward.audit.Audit;
import org.homeward.directory.Programme.Details;
import org.homeward.directory.ProgrammeRows.Change;
import org.homeward.directory.ProgrammeRows.Query;
import org.homeward.engine.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The programmes of each health system's directory: what fits a need, and how many places they have left. */
@Service
public class Programmes {

    private static final int MOST_FITTING = 50;

    private final ProgrammeRows rows;
    private final Audit audit;

    Programmes(ProgrammeRows rows, Audit audit) {
        this.rows = rows;
        this.audit = audit;
    }

    @Transactional(readOnly = true)
    public Optional<Programme> find(UUID id) {
        return rows.find(id);
    }

    /** Whether a health system's directory has no programme yet, not even one that takes no referrals. */
    @Transactional(readOnly = true)
    public boolean isEmpty(String owner) {
        return rows.search(new Query(List.of(owner), null, null, null, "", true, List.of()), 1, 0)
                .isEmpty();
    }

    /**
     * Active programmes that help with a need and serve the patient's area, at most 50: those with room first, then
     * those of whom nobody said, then full ones; among these the nearer first, as far as postal codes tell, then who
     * speaks the language.
     *
     * @param owner the health system that refers, the organisation of the owning team; no other's directory is looked into
     * @param need a code or label of {@link Need}; for anything else nothing fits
     * @param postalCode of the patient; null or unreadable: wherever it is
     * @param language a BCP 47 tag; a programme that does not speak it comes later and is not left out
     * @param without what has been asked already
     */
    @Transactional(readOnly = true)
    public List<Programme> fitting(
            String owner, String need, @Nullable String postalCode, @Nullable String language, Set<UUID> without) {
        Optional<Need> known = Need.read(need);
        if (known.isEmpty()) {
            return List.of();
        }
        return rows
                .search(
                        new Query(
                                List.of(owner),
                                known.get().code(),
                                PostalCodes.read(postalCode),
                                ReadProgramme.language(language),
                                "",
                                false,
                                without),
                        MOST_FITTING,
                        0)
                .stream()
                .map(ProgrammeRows.Found::programme)
                .toList();
    }

    /** A referral was answered for the first time: an acceptance takes a place. Call it once for each answer. */
    @Transactional
    public void answered(UUID id, boolean accepted) {
        rows.count(id, accepted ? 1 : 0, accepted ? 1 : 0, accepted ? 0 : 1);
        audit.record(
                Audit.ITSELF,
                "programme.answered",
                "programme",
                id.toString(),
                null,
                Map.of("accepted", String.valueOf(accepted)));
    }

    /** A referral that had been accepted has closed: its place is free again. Call it once for each acceptance. */
    @Transactional
    public void released(UUID id) {
        rows.count(id, -1, 0, 0);
        audit.record(Audit.ITSELF, "programme.released", "programme", id.toString(), null, Map.of());
    }

    /** @throws Refused when the directory has one of that name */
    @Transactional
    UUID add(String owner, Details details, String by) {
        Programme programme = new Programme(
                UuidCreator.getTimeOrderedEpoch(),
                owner,
                rows.organization(owner, details.organization()),
                details,
                0,
                0,
                0,
                0);
        try {
            rows.insert(List.of(programme));
        } catch (DuplicateKeyException there) {
            throw sameName();
        }
        audit.record(by, "programme.added", "programme", programme.id().toString(), null, Map.of());
        return programme.id();
    }

    /**
     * @param seen as whoever changes it saw it
     * @param declared whether its capacity counts from now on
     * @return false when somebody else has changed it since
     * @throws Refused when the organisation has another one of that name
     */
    @Transactional
    boolean change(Programme seen, Details details, boolean declared, String by) {
        UUID organization = rows.organization(seen.ownerId(), details.organization());
        try {
            if (!rows.update(new Change(seen.with(details, organization), declared))) {
                return false;
            }
        } catch (DuplicateKeyException there) {
            throw sameName();
        }
        audit.record(by, "programme.changed", "programme", seen.id().toString(), null, Map.of());
        return true;
    }

    private static Refused sameName() {
        return new Refused(
                Refused.Kind.CONFLICT, "The organisation has a programme of this name already: change that one");
    }
}
