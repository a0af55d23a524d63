package org.homeward.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;

/**
 * What a person asked for cannot be done as it is; says what to do about it. Rolls back like a fault, but is an
 * answer: doors turn it into 400, 409 or 422 with these words.
 *
 * <p>Never carries a cause: the engine hands causes to error boundary events, and this is none.
 */
public final class Refused extends FormFieldValidationException {

    /** Why it was refused; decides the HTTP status. */
    public enum Kind {
        /** someone or something else was faster, 409 */
        CONFLICT,
        /** what was filled in is not enough or not possible, 422 */
        INVALID,
        /** this person may not, 403 */
        FORBIDDEN,
        /** there is no such thing for this person, 404 */
        NOT_FOUND
    }

    /** One field and what to do about it; no patient data. */
    public record Field(String field, String message) {}

    /** Attribute of a request that one of ours refused: its answer is in words of ours and not of the engine. */
    public static final String IN_OUR_WORDS = Refused.class.getName() + ".inOurWords";

    private final Kind kind;
    private final transient List<Field> fields;

    public Refused(Kind kind, String message, List<Field> fields) {
        super(null, inLines(message, fields));
        this.kind = kind;
        this.fields = List.copyOf(fields);
    }

    public Refused(Kind kind, String message) {
        this(kind, message, List.of());
    }

    /** A line for each field, {@code field: message}: Tasklist has only the message, and the form host reads it so. */
    private static String inLines(String message, List<Field> fields) {
        return fields.isEmpty()
                ? message
                : fields.stream()
                        .map(field -> field.field() + ": " + field.message())
                        .collect(Collectors.joining("\n"));
    }

    public Kind kind() {
        return kind;
    }

    public List<Field> fields() {
        return fields;
    }
}
