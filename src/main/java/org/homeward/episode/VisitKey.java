package org.homeward.episode;

/**
 * Name one stay the way its sender does: visit numbers are unique within a source facility only.
 *
 * @param sourceFacility the sending facility's code, at most 64 characters
 * @param visitNumber the facility's visit number (PV1-19), at most 64 characters
 */
public record VisitKey(String sourceFacility, String visitNumber) {

    private static final int LONGEST = 64;

    public VisitKey {
        sourceFacility = checked("source facility", sourceFacility);
        visitNumber = checked("visit number", visitNumber);
    }

    private static String checked(String name, String value) {
        var stripped = value.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST) {
            throw new IllegalArgumentException("A %s has between 1 and %d characters".formatted(name, LONGEST));
        }
        return stripped;
    }

    @Override
    public String toString() {
        return sourceFacility + "/" + visitNumber;
    }
}
