package org.homeward.console;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.security.People;
import org.jspecify.annotations.Nullable;

/** The names by which people know each other; what no person did was Homeward itself. */
record Names(Map<String, String> byId) {

    private static final Pattern MESSAGE = Pattern.compile("[a-z0-9-]+:([^/]+)/.+");
    private static final Set<String> NOBODY = Set.of("homeward", "facts");

    static Names of(People people, Collection<? extends @Nullable String> ids) {
        Set<String> known = new TreeSet<>();
        for (String id : ids) {
            if (id != null) {
                known.add(id);
            }
        }
        return new Names(people.names(known));
    }

    String of(@Nullable String id) {
        if (id == null || NOBODY.contains(id)) {
            return "Homeward";
        }
        return id.equals("patient") ? "The patient" : byId.getOrDefault(id, id);
    }

    /** A fact's source: a person, or the message that told it. */
    String ofSource(String source) {
        if (source.startsWith("person:")) {
            return of(source.substring("person:".length()));
        }
        Matcher message = MESSAGE.matcher(source);
        return message.matches() ? "Message from " + message.group(1) : "Message " + source;
    }

    /** A role's code as people write it. */
    static String role(String code) {
        return code.replace('-', ' ').replace("on call", "on-call");
    }
}
