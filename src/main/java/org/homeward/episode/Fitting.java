package org.homeward.episode;

import org.jspecify.annotations.Nullable;

/** Cuts what people and senders wrote to what a column holds; the fact itself keeps every word. */
final class Fitting {

    static final int REASON = 300;
    static final int WORDS = 1000;
    static final int NAME = 255;

    private Fitting() {}

    static String fit(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    static @Nullable String fitNullable(@Nullable String text, int longest) {
        return text == null ? null : fit(text, longest);
    }
}
