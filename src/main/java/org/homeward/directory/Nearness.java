package org.homeward.directory;

/**
 * How near a programme is, as far as two postal codes tell: by how they begin. That is no distance in miles; neighbours
 * on two sides of a border between areas look far from each other.
 */
enum Nearness {
    SAME_CODE("Same postal code"),
    SAME_THREE("Postal code begins with the same three characters"),
    SAME_FIRST("Postal code begins with the same character"),
    ELSEWHERE("Another postal area"),
    UNKNOWN("");

    private final String words;

    Nearness(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
