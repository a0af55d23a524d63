package org.homeward.medication;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.homeward.medication.Unread.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Make of an entry what can be compared: ingredients, strength, form, route, dose, frequency.
 *
 * <p>What is not understood is named and kept as words; nothing is guessed, nothing dropped. Where code, fields and words
 * contradict each other, none of them is believed.
 */
public final class NormaliseMedication {

    private static final int LONGEST = 500;

    private static final BigDecimal MOST_AT_A_TIME = BigDecimal.valueOf(20);

    // the one ingredient that is named by its kind alone as well as with it
    private static final String GENERAL_NAME = "insulin";

    private final Vocabulary vocabulary;
    private final Notation notation;

    public NormaliseMedication(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.notation = vocabulary.notation();
    }

    /** Never fails, whatever the entry holds. */
    public NormalisedMedication normalise(MedicationEntry entry, ListKind list) {
        if (entry.readAs() == null) {
            return new Work(entry, list).done();
        }
        // a person has said which medicine these words mean: code and ingredients of the sender are not weighed against
        // it
        NormalisedMedication read = new Work(
                        entry.withText(entry.readAs())
                                .withCode(null, null)
                                .withProduct(List.of(), entry.strength(), entry.form()),
                        list)
                .done()
                .of(entry);
        // "hold until INR below 3" still turns the meaning, whatever medicine is meant
        return new Work(entry, list)
                .done().unread().stream()
                        .filter(unread -> unread.reason() == Reason.UNCLEAR_WORDING)
                        .findFirst()
                        .map(read::with)
                        .orElse(read);
    }

    /** Whether it is clear from these words which medicine is meant. */
    boolean reads(String words) {
        NormalisedMedication read = normalise(MedicationEntry.of("", words), ListKind.DISCHARGE);
        return read.coded()
                && read.unread().stream().noneMatch(unread -> unread.reason().aboutTheName());
    }

    private record Identity(
            List<Ingredient> ingredients,
            @Nullable String salt,
            @Nullable String release) {

        static final Identity UNKNOWN = new Identity(List.of(), null, null);
    }

    private final class Work {

        private final MedicationEntry entry;
        private final ListKind list;
        // reasons in the order of their weight; the words of the first finding stay
        private final Map<Reason, Unread> unread = new LinkedHashMap<>();
        private final List<Scan.Group> strengthGroups = new ArrayList<>();
        private final List<Scan.Group> doseGroups = new ArrayList<>();

        Work(MedicationEntry entry, ListKind list) {
            this.entry = entry;
            this.list = list;
        }

        NormalisedMedication done() {
            if (tooLong()) {
                note(Reason.TOO_LONG, entry.text());
                return bare();
            }
            Scan text = scan(entry.text(), true);
            Scan ofStrength = scan(entry.strength(), false);
            Scan ofForm = scan(entry.form(), false);
            Scan ofRoute = scan(entry.route(), false);
            Scan ofDose = scan(entry.dose(), false);
            Scan ofFrequency = scan(entry.frequency(), false);

            Vocabulary.Product product = vocabulary.byRxcui(entry.codeSystem(), entry.code());
            Identity identity = identity(text, product);
            weighText(text);
            split(text, ofDose, ofForm);
            int count = Math.max(1, identity.ingredients().size());
            Reading<Strength> strength = strength(ofStrength, product, count);
            Reading<Dose> dose = dose(ofDose, ofFrequency, count);
            Reading<Frequency> frequency = frequency(text, ofDose, ofFrequency);
            String release = release(identity, text, ofForm);
            Reading<String> form = form(text, ofForm, dose, product);
            Reading<String> route = route(text, ofRoute, ofDose, ofFrequency, ofForm);
            String region = notation.region(route.orNull());
            String salt = identity.salt() != null ? identity.salt() : joined(text.salts);

            List<Ingredient> sorted = identity.ingredients().stream().sorted().toList();
            NormalisedMedication result = new NormalisedMedication(
                    entry,
                    list,
                    sorted,
                    inOrder(strength, identity.ingredients(), sorted),
                    form,
                    release,
                    salt,
                    route,
                    region,
                    doseInOrder(dose, identity.ingredients(), sorted),
                    frequency,
                    List.of());
            weighGaps(result);
            return new NormalisedMedication(
                    entry,
                    list,
                    sorted,
                    result.strength(),
                    form,
                    release,
                    salt,
                    route,
                    region,
                    result.dose(),
                    frequency,
                    unread.values().stream()
                            .sorted((one, other) -> one.reason().compareTo(other.reason()))
                            .toList());
        }

        private boolean tooLong() {
            for (String field : new String[] {
                entry.text(), entry.strength(), entry.form(), entry.route(), entry.dose(), entry.frequency()
            }) {
                if (field != null && field.length() > LONGEST) {
                    return true;
                }
            }
            return entry.ingredients().size() > 20
                    || entry.ingredients().stream().anyMatch(name -> name.length() > LONGEST);
        }

        private NormalisedMedication bare() {
            return new NormalisedMedication(
                    entry,
                    list,
                    List.of(),
                    new Reading.NotRead<>(""),
                    new Reading.NotStated<>(),
                    null,
                    null,
                    new Reading.NotStated<>(),
                    notation.region(null),
                    new Reading.NotRead<>(""),
                    new Reading.NotRead<>(""),
                    List.copyOf(unread.values()));
        }

        private void note(Reason reason, @Nullable String words) {
            unread.putIfAbsent(reason, new Unread(reason, words == null ? "" : words));
        }

        // the words of a field, or where the list has no such field the whole line
        private String said(@Nullable String field) {
            return field == null || field.isBlank() ? entry.text() : field;
        }

        private static boolean isStated(@Nullable String field) {
            return field != null && !field.isBlank();
        }

        private Scan scan(@Nullable String field, boolean mayName) {
            return ScanText.of(vocabulary, field == null ? "" : field, mayName);
        }

        private Identity identity(Scan text, Vocabulary.@Nullable Product product) {
            Identity named = named(text);
            if (named == null) {
                return Identity.UNKNOWN;
            }
            Identity listed = listed();
            if (listed == null) {
                note(Reason.NAME_UNKNOWN, String.join(", ", entry.ingredients()));
                return Identity.UNKNOWN;
            }
            Identity coded = product == null
                    ? Identity.UNKNOWN
                    : new Identity(
                            product.named().ingredients(),
                            product.named().salt(),
                            product.named().release());
            Identity found = Identity.UNKNOWN;
            for (Identity candidate : List.of(named, listed, coded)) {
                if (candidate.ingredients().isEmpty()) {
                    continue;
                }
                if (found.ingredients().isEmpty()) {
                    found = candidate;
                } else if (!Set.copyOf(found.ingredients()).equals(Set.copyOf(candidate.ingredients()))) {
                    note(Reason.CODE_AND_NAME_DISAGREE, entry.text());
                    return Identity.UNKNOWN;
                } else {
                    found = new Identity(
                            found.ingredients(),
                            found.salt() == null ? candidate.salt() : found.salt(),
                            found.release() == null ? candidate.release() : found.release());
                }
            }
            if (found.ingredients().isEmpty()) {
                note(entry.text().isBlank() ? Reason.EMPTY : Reason.NAME_UNKNOWN, entry.text());
            }
            return found;
        }

        // null when what the text names cannot be one medicine
        private @Nullable Identity named(Scan text) {
            List<Ingredient> ingredients = new ArrayList<>();
            String salt = null;
            String release = null;
            for (Scan.NamedAt name : text.names) {
                List<Ingredient> more = name.named().ingredients();
                salt = name.named().salt() == null ? salt : name.named().salt();
                release =
                        name.named().release() == null ? release : name.named().release();
                if (ingredients.containsAll(more)) {
                    continue;
                }
                if (more.containsAll(ingredients)) {
                    // "oxycodone (Percocet)": the larger one is meant, in its own order
                    ingredients.clear();
                    ingredients.addAll(more);
                } else if (name.joinedToBefore() || sameKind(ingredients, more)) {
                    more.stream()
                            .filter(ingredient -> !ingredients.contains(ingredient))
                            .forEach(ingredients::add);
                } else {
                    note(Reason.SEVERAL_MEDICINES, entry.text());
                    return null;
                }
            }
            if (text.leftoverJoinedToName) {
                note(Reason.NAME_NOT_FULLY_READ, entry.text());
                return null;
            }
            return new Identity(withoutGeneral(ingredients), salt, release);
        }

        private static boolean sameKind(List<Ingredient> one, List<Ingredient> other) {
            return Stream.concat(one.stream(), other.stream())
                            .anyMatch(ingredient -> ingredient.name().equals(GENERAL_NAME))
                    && Stream.concat(one.stream(), other.stream())
                            .allMatch(ingredient -> ingredient.name().startsWith(GENERAL_NAME));
        }

        // "insulin pen, glargine": the word for the kind adds nothing beside the kind
        private static List<Ingredient> withoutGeneral(List<Ingredient> ingredients) {
            return ingredients.stream()
                    .filter(general -> !general.name().equals(GENERAL_NAME)
                            || ingredients.stream()
                                    .noneMatch(special -> special.name().startsWith(GENERAL_NAME + " ")))
                    .toList();
        }

        // null when an ingredient that the sender names is not known
        private @Nullable Identity listed() {
            List<Ingredient> ingredients = new ArrayList<>();
            String salt = null;
            String release = null;
            for (String name : entry.ingredients()) {
                Scan scan = scan(name, true);
                if (scan.names.isEmpty() || !scan.leftovers.isEmpty()) {
                    return null;
                }
                for (Scan.NamedAt found : scan.names) {
                    salt = found.named().salt() == null ? salt : found.named().salt();
                    release = found.named().release() == null
                            ? release
                            : found.named().release();
                    found.named().ingredients().stream()
                            .filter(ingredient -> !ingredients.contains(ingredient))
                            .forEach(ingredients::add);
                }
            }
            return new Identity(List.copyOf(ingredients), salt, release);
        }

        private void weighText(Scan text) {
            boolean saidElsewhere =
                    entry.status() == MedicationStatus.STOPPED || entry.status() == MedicationStatus.ON_HOLD;
            if (text.caution && !saidElsewhere) {
                note(Reason.UNCLEAR_WORDING, entry.text());
            }
            if (!text.leftovers.isEmpty()) {
                boolean numbers = text.leftovers.stream()
                        .allMatch(word -> Character.isDigit(word.charAt(0))
                                || notation.unit(new Token(word, false, ' ')) != null);
                note(numbers ? Reason.STRENGTH_NOT_READ : Reason.NAME_NOT_FULLY_READ, entry.text());
            }
        }

        // which quantities of the text are the product's, and which are taken
        private void split(Scan text, Scan ofDose, Scan ofForm) {
            boolean solid = text.forms.contains("tablet")
                    || text.forms.contains("capsule")
                    || ofForm.forms.contains("tablet")
                    || ofForm.forms.contains("capsule")
                    || Stream.concat(text.groups.stream(), ofDose.groups.stream())
                            .anyMatch(group -> group.dimension() == Amount.Dimension.SOLID);
            for (Scan.Group group : text.groups) {
                Amount.Dimension dimension = group.dimension();
                boolean product = group.per() != null
                        || dimension == Amount.Dimension.PERCENT
                        || strengthGroups.isEmpty()
                                && !group.counted()
                                && dimension != Amount.Dimension.VOLUME
                                && (dimension != Amount.Dimension.ACTIVITY || solid);
                (product && !group.perBodyWeight() ? strengthGroups : doseGroups).add(group);
            }
        }

        private Reading<Strength> strength(Scan field, Vocabulary.@Nullable Product product, int count) {
            List<Scan.Group> groups = new ArrayList<>(field.groups);
            groups.addAll(strengthGroups);
            String words = said(entry.strength());
            if (isStated(entry.strength())
                    && (field.groups.size() != 1 || !field.leftovers.isEmpty() || field.caution)) {
                note(Reason.STRENGTH_NOT_READ, words);
                return new Reading.NotRead<>(words);
            }
            if (groups.isEmpty() && unread.containsKey(Reason.STRENGTH_NOT_READ)) {
                return new Reading.NotRead<>(entry.text());
            }
            if (groups.isEmpty() && product != null && !product.strength().isEmpty()) {
                groups.addAll(scan(product.strength(), false).groups);
            }
            if (groups.isEmpty()) {
                return new Reading.NotStated<>();
            }
            Strength found = null;
            for (Scan.Group group : groups) {
                Strength strength = strength(group, count);
                if (strength == null || found != null && !found.sameAs(strength)) {
                    note(Reason.STRENGTH_NOT_READ, words);
                    return new Reading.NotRead<>(words);
                }
                found = strength;
            }
            return found == null ? new Reading.NotStated<>() : new Reading.Value<>(found);
        }

        private static @Nullable Strength strength(Scan.Group group, int count) {
            List<Amount> amounts = amounts(group, count);
            Amount per = group.per();
            if (amounts == null
                    || group.negative()
                    || group.perBodyWeight()
                    || amounts.stream().anyMatch(amount -> !amount.positive())
                    || per != null && !per.positive()) {
                return null;
            }
            // "20 mg/tablet" is 20 mg
            Amount container = per != null && per.dimension() == Amount.Dimension.SOLID ? null : per;
            return new Strength(amounts.stream()
                    .map(amount -> new Strength.Part(amount, container))
                    .toList());
        }

        // a combination's parts, or a range of one; null when the numbers fit neither
        private static @Nullable List<Amount> amounts(Scan.Group group, int count) {
            List<Scan.Part> parts = group.parts();
            if (parts.size() == 1) {
                return List.of(amount(parts.get(0), parts.get(0)));
            }
            if (parts.size() == count && !group.counted()) {
                return parts.stream().map(part -> amount(part, part)).toList();
            }
            boolean range = parts.size() == 2
                    && parts.get(1).before() == '-'
                    && parts.get(0).unit().dimension() == parts.get(1).unit().dimension();
            return range ? List.of(amount(parts.get(0), parts.get(1))) : null;
        }

        private static Amount amount(Scan.Part low, Scan.Part high) {
            BigDecimal inUnitOfHigh = low.unit().equals(high.unit())
                    ? low.value()
                    : low.value()
                            .multiply(low.unit().factor())
                            .divide(high.unit().factor(), MathContext.DECIMAL64);
            return Amount.of(inUnitOfHigh, high.value(), high.unit());
        }

        private Reading<Dose> dose(Scan ofDose, Scan ofFrequency, int count) {
            String words = said(entry.dose());
            List<Scan.Group> fields = new ArrayList<>(ofDose.groups);
            fields.addAll(ofFrequency.groups);
            // "a thin layer" states no amount, and there is none to ask for; a word that nothing knows may be one
            if (isStated(entry.dose()) && (!ofDose.leftovers.isEmpty() || ofDose.caution)) {
                note(Reason.DOSE_NOT_READ, words);
                return new Reading.NotRead<>(words);
            }
            Dose found = null;
            for (List<Scan.Group> groups : List.of(fields, doseGroups)) {
                if (groups.isEmpty()) {
                    continue;
                }
                Dose dose = dose(groups, count, words);
                if (dose == null || found != null && !found.sameAs(dose)) {
                    if (!unread.containsKey(Reason.DOSE_NOT_POSITIVE)) {
                        note(Reason.DOSE_NOT_READ, words);
                    }
                    return new Reading.NotRead<>(words);
                }
                found = dose;
            }
            return found == null ? new Reading.NotStated<>() : new Reading.Value<>(found);
        }

        private @Nullable Dose dose(List<Scan.Group> groups, int count, String words) {
            Scan.Group group = groups.get(0);
            if (groups.size() == 2) {
                // "1 tablet (20 mg)", "10 mL (400 mg)": the measured amount says more than the counted one
                Scan.Group other = groups.get(1);
                boolean firstWeighs = weighs(group);
                if (firstWeighs == weighs(other)) {
                    return null;
                }
                group = firstWeighs ? group : other;
                if (contradicts(firstWeighs ? other : groups.get(0), group)) {
                    return null;
                }
            } else if (groups.size() > 2) {
                return null;
            }
            List<Amount> amounts = amounts(group, count);
            if (amounts == null || group.per() != null || !plausible(amounts.get(0))) {
                return null;
            }
            if (group.negative() || amounts.stream().anyMatch(amount -> !amount.positive())) {
                note(Reason.DOSE_NOT_POSITIVE, words);
                return null;
            }
            return new Dose(amounts, group.perBodyWeight());
        }

        // "metformin 500 tablet" leaves out a unit; nobody swallows 500 tablets
        private static boolean plausible(Amount amount) {
            return amount.dimension() != Amount.Dimension.SOLID || amount.high().compareTo(MOST_AT_A_TIME) <= 0;
        }

        private static boolean weighs(Scan.Group group) {
            return !group.counted() && group.dimension() != Amount.Dimension.VOLUME;
        }

        // two tablets of 20 mg are not 20 mg
        private boolean contradicts(Scan.Group counted, Scan.Group measured) {
            if (strengthGroups.size() != 1
                    || strengthGroups.get(0).per() != null
                    || !counted.counted()
                    || counted.parts().size() != 1
                    || measured.parts().size() != 1
                    || strengthGroups.get(0).parts().size() != 1) {
                return false;
            }
            Scan.Part one = strengthGroups.get(0).parts().get(0);
            Scan.Part all = measured.parts().get(0);
            BigDecimal product = one.value()
                    .multiply(one.unit().factor())
                    .multiply(counted.parts().get(0).value());
            return product.compareTo(all.value().multiply(all.unit().factor())) != 0;
        }

        private Reading<Frequency> frequency(Scan text, Scan ofDose, Scan ofFrequency) {
            String words = said(entry.frequency());
            if (isStated(entry.frequency())
                    && (!ofFrequency.leftovers.isEmpty() || ofFrequency.caution || !ofFrequency.saysHowOften())) {
                note(Reason.FREQUENCY_NOT_READ, words);
                return new Reading.NotRead<>(words);
            }
            List<Frequency.Rate> rates = new ArrayList<>();
            Set<String> timing = new TreeSet<>();
            boolean asNeeded = false;
            boolean once = false;
            Integer days = null;
            for (Scan scan : List.of(ofFrequency, ofDose, text)) {
                for (Frequency.Rate rate : scan.rates) {
                    if (rates.stream().noneMatch(rate::sameAs)) {
                        rates.add(rate);
                    }
                }
                timing.addAll(scan.timing);
                asNeeded |= scan.asNeeded;
                once |= scan.once;
                days = days == null ? scan.days : days;
            }
            if (rates.isEmpty() && timing.isEmpty() && !asNeeded && !once) {
                return new Reading.NotStated<>();
            }
            long partsOfDay =
                    timing.stream().filter(part -> !part.equals("meals")).count();
            boolean onlyMeals = rates.isEmpty() && partsOfDay == 0 && !timing.isEmpty() && !asNeeded;
            if (rates.size() > 1 || timing.contains("ambiguous") || onlyMeals) {
                note(Reason.FREQUENCY_NOT_READ, words);
                return new Reading.NotRead<>(words);
            }
            Frequency.Rate rate = rates.isEmpty() ? null : rates.get(0);
            if (rate == null && partsOfDay > 0) {
                BigDecimal times = BigDecimal.valueOf(partsOfDay);
                rate = Frequency.Rate.of(times, times, BigDecimal.valueOf(24), BigDecimal.valueOf(24));
            }
            return new Reading.Value<>(new Frequency(rate, asNeeded, timing, once, days));
        }

        private @Nullable String release(Identity identity, Scan text, Scan ofForm) {
            Set<String> releases = new TreeSet<>(text.releases);
            releases.addAll(ofForm.releases);
            if (releases.isEmpty() && identity.release() != null) {
                releases.add(identity.release());
            }
            return joined(releases);
        }

        private Reading<String> form(Scan text, Scan ofForm, Reading<Dose> dose, Vocabulary.@Nullable Product product) {
            String stated = entry.form();
            if (!ofForm.forms.isEmpty()) {
                return new Reading.Value<>(String.join(" ", new TreeSet<>(ofForm.forms)));
            }
            if (stated != null && !stated.isBlank() && ofForm.releases.isEmpty()) {
                note(Reason.FORM_NOT_READ, stated);
                return new Reading.NotRead<>(stated);
            }
            if (!text.forms.isEmpty()) {
                return new Reading.Value<>(String.join(" ", new TreeSet<>(text.forms)));
            }
            Dose taken = dose.orNull();
            String counted = taken == null ? "" : taken.amounts().get(0).ucum();
            return switch (counted) {
                case "{tablet}", "{capsule}", "{patch}", "{suppository}" ->
                    new Reading.Value<>(counted.substring(1, counted.length() - 1));
                default ->
                    product == null || product.form().isEmpty()
                            ? new Reading.NotStated<>()
                            : new Reading.Value<>(product.form());
            };
        }

        private Reading<String> route(Scan text, Scan ofRoute, Scan ofDose, Scan ofFrequency, Scan ofForm) {
            String stated = entry.route();
            if (stated != null && !stated.isBlank()) {
                if (ofRoute.routes.size() != 1 || !ofRoute.leftovers.isEmpty() || ofRoute.caution) {
                    note(Reason.ROUTE_NOT_READ, stated);
                    return new Reading.NotRead<>(stated);
                }
                return new Reading.Value<>(ofRoute.routes.iterator().next());
            }
            Set<String> routes = new LinkedHashSet<>(ofDose.routes);
            routes.addAll(ofFrequency.routes);
            routes.addAll(text.routes);
            if (routes.size() > 1) {
                note(Reason.ROUTE_NOT_READ, entry.text());
                return new Reading.NotRead<>(entry.text());
            }
            if (routes.isEmpty()) {
                routes.addAll(ofForm.formRoutes);
                routes.addAll(text.formRoutes);
            }
            if (routes.isEmpty()) {
                boolean swallowed = Stream.of(text, ofDose, ofFrequency)
                        .flatMap(scan -> scan.groups.stream())
                        .anyMatch(group -> group.dimension() == Amount.Dimension.SOLID);
                return swallowed ? new Reading.Value<>("oral") : new Reading.NotStated<>();
            }
            return routes.size() == 1 ? new Reading.Value<>(routes.iterator().next()) : new Reading.NotStated<>();
        }

        // what an active medicine must say so that somebody can take it
        private void weighGaps(NormalisedMedication medication) {
            if (medication.stopped()) {
                unread.keySet().removeIf(reason -> !reason.aboutTheName());
                return;
            }
            if (!medication.coded() || medication.region().equals("topical")) {
                return;
            }
            Dose dose = medication.dose().orNull();
            if (!medication.dose().stated()
                    && medication.atATime(0) == null
                    && !medication.strength().notRead()) {
                note(Reason.DOSE_NOT_STATED, entry.text());
            } else if (dose != null
                    && dose.amounts().get(0).dimension() == Amount.Dimension.SOLID
                    && !medication.strength().stated()) {
                note(Reason.STRENGTH_NOT_STATED, entry.text());
            }
            if (!medication.frequency().stated()) {
                note(Reason.FREQUENCY_NOT_STATED, entry.text());
            }
        }

        private static Reading<Strength> inOrder(
                Reading<Strength> strength, List<Ingredient> named, List<Ingredient> sorted) {
            Strength read = strength.orNull();
            return read == null || read.parts().size() != named.size()
                    ? strength
                    : new Reading.Value<>(new Strength(sorted.stream()
                            .map(ingredient -> read.parts().get(named.indexOf(ingredient)))
                            .toList()));
        }

        private static Reading<Dose> doseInOrder(Reading<Dose> dose, List<Ingredient> named, List<Ingredient> sorted) {
            Dose read = dose.orNull();
            return read == null || read.amounts().size() != named.size() || named.isEmpty()
                    ? dose
                    : new Reading.Value<>(new Dose(
                            sorted.stream()
                                    .map(ingredient -> read.amounts().get(named.indexOf(ingredient)))
                                    .toList(),
                            read.perBodyWeight()));
        }

        private static @Nullable String joined(Collection<String> words) {
            return words.isEmpty() ? null : String.join(" ", new TreeSet<>(words));
        }
    }
}
