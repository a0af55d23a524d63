package org.homeward.directory;

import java.util.Locale;

/** Name the way on which a programme wants to be asked. A link never carries a patient's data in its message. */
public enum Route {
    EMAIL("A link by e-mail"),
    TEXT("A link by text message"),
    PHONE("A call by our staff"),
    FAX("Fax");

    private final String label;

    Route(String label) {
        this.label = label;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    public boolean link() {
        return this == EMAIL || this == TEXT;
    }
}
