package org.homeward.intake;

import java.util.List;
import org.homeward.episode.VisitKey;
import org.jspecify.annotations.Nullable;

/** Reads and applies one kind of message. REST is one way in; HL7 and FHIR add kinds. */
public interface InboxHandler {

    String kind();

    /** Says whether a message can be applied, before it is answered; touches nothing. */
    Check check(byte[] raw);

    /** Applies a message in the caller's transaction, which also marks it applied: both or neither. */
    HandlingResult apply(InboxMessage message);

    sealed interface Check {

        /**
         * It can.
         *
         * @param patient what names the patient, so that one patient's messages are applied in order; absent where the
         *     message it is about says so
         */
        record Acceptable(
                @Nullable String patient, @Nullable VisitKey visit) implements Check {}

        /**
         * It cannot, as it is.
         *
         * @param malformed it is not even what its content type says
         */
        record Unacceptable(List<FieldProblem> problems, boolean malformed) implements Check {}
    }
}
