package org.homeward.medication;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Find in one text whatever the tables know: names, quantities, forms, routes, frequencies. Longest phrase first, left to
 * right, each word once; a word that nothing knows is kept as left over, so that nothing is passed over in silence.
 */
final class ScanText {

    private static final Pattern EVERY = Pattern.compile("q(\\d{1,3})(h|hr|hrs|hours|d|day|days|w|wk|weeks)?");
    private static final Pattern CONCENTRATION = Pattern.compile("u(100|200|300|500)");
    private static final BigDecimal HOURS_A_DAY = BigDecimal.valueOf(24);
    private static final BigDecimal HOURS_A_WEEK = BigDecimal.valueOf(168);

    private final Vocabulary vocabulary;
    private final Notation notation;
    private final List<Token> tokens;
    private final boolean mayName;
    private final Scan scan = new Scan();
    private int at;
    // whether what was read last is a name, or a salt or release that belongs to it
    private boolean afterName;
    private boolean joinName;

    private ScanText(Vocabulary vocabulary, List<Token> tokens, boolean mayName) {
        this.vocabulary = vocabulary;
        this.notation = vocabulary.notation();
        this.tokens = tokens;
        this.mayName = mayName;
    }

    /**
     * @param mayName false for dose, route and frequency, in which a name would be a word too many
     */
    static Scan of(Vocabulary vocabulary, String text, boolean mayName) {
        ScanText reading = new ScanText(vocabulary, Token.of(text), mayName);
        reading.read();
        return reading.scan;
    }

    private void read() {
        while (at < tokens.size()) {
            boolean nameBefore = afterName;
            boolean joinBefore = joinName;
            afterName = false;
            joinName = false;
            if (nameBefore && shortRelease()) {
                afterName = true;
            } else if (nameBefore && salt()) {
                afterName = true;
            } else if (concentration() || duration() || every() || timesInPeriod() || weekdays() || quantity()) {
                continue;
            } else if (mayName && name(nameBefore, joinBefore)) {
                afterName = true;
            } else if (phrase(nameBefore)) {
                continue;
            } else {
                word(nameBefore);
            }
        }
    }

    // "LA" after a name is a release; elsewhere it is a Spanish article
    private boolean shortRelease() {
        Token token = tokens.get(at);
        Notation.Form form = token.text().length() <= 2 ? notation.forms().exactly(token.text()) : null;
        if (form == null || form.form() != null) {
            return false;
        }
        if (form.release() != null) {
            scan.releases.add(form.release());
        }
        at++;
        return true;
    }

    private boolean salt() {
        Token token = tokens.get(at);
        Notation.Word word = notation.word(token.text());
        if (word == null || word.kind() != Notation.WordKind.SALT || token.after('/') || token.after('+')) {
            return false;
        }
        PhraseTable.Match<Vocabulary.Named> longer = vocabulary.names().at(tokens, at);
        if (longer != null && longer.length() > 1) {
            return false;
        }
        scan.salts.add(word.value());
        at++;
        return true;
    }

    private boolean name(boolean nameBefore, boolean joinBefore) {
        PhraseTable.Match<Vocabulary.Named> match = vocabulary.names().at(tokens, at);
        if (match == null) {
            return false;
        }
        Token first = tokens.get(at);
        boolean joined = joinBefore
                || nameBefore && (first.after(' ') || first.after('-') || first.after('/') || first.after('+'));
        scan.names.add(new Scan.NamedAt(match.value(), joined));
        at += match.length();
        return true;
    }

    private boolean phrase(boolean nameBefore) {
        PhraseTable.Match<Notation.Often> often = notation.frequencies().at(tokens, at);
        PhraseTable.Match<Notation.Route> route = notation.routes().at(tokens, at);
        PhraseTable.Match<Notation.Form> form = notation.forms().at(tokens, at);
        int longest = Math.max(length(often), Math.max(length(route), length(form)));
        if (longest == 0) {
            return false;
        }
        if (often != null && length(often) == longest) {
            add(often.value());
            at += longest;
            reason(often.value());
        } else if (route != null && length(route) == longest) {
            scan.routes.add(route.value().route());
            at += longest;
        } else if (form != null) {
            // as an article it says nothing; as a release it stands right after the name
            if (tokens.get(at).is("la")) {
                at++;
                return true;
            }
            add(form.value());
            at += longest;
            afterName = nameBefore;
        }
        return true;
    }

    private void add(Notation.Often often) {
        if (often.times() != null && often.hours() != null) {
            scan.rates.add(Frequency.Rate.of(often.times(), often.times(), often.hours(), often.hours()));
        }
        scan.asNeeded |= often.asNeeded();
        scan.once |= often.once();
        if (often.timing() != null) {
            scan.timing.add(often.timing());
        }
    }

    private void add(Notation.Form form) {
        if (form.form() != null) {
            scan.forms.add(form.form());
        }
        if (form.release() != null) {
            scan.releases.add(form.release());
        }
        if (form.route() != null) {
            scan.formRoutes.add(form.route());
        }
    }

    // "prn pain": up to three words that nothing else knows say what for
    private void reason(Notation.Often often) {
        if (often.asNeeded()) {
            skipUnknown(3);
        }
    }

    private void skipUnknown(int most) {
        int skipped = 0;
        while (at < tokens.size() && skipped < most && unknown(at)) {
            at++;
            skipped++;
        }
    }

    private boolean unknown(int index) {
        Token token = tokens.get(index);
        if (token.number() || token.after(',') || token.after(';')) {
            return false;
        }
        Notation.Word word = notation.word(token.text());
        return notation.frequencies().at(tokens, index) == null
                && notation.routes().at(tokens, index) == null
                && notation.forms().at(tokens, index) == null
                && notation.unit(token) == null
                && vocabulary.names().at(tokens, index) == null
                && !EVERY.matcher(token.text()).matches()
                && (word == null || word.kind() == Notation.WordKind.FILLER);
    }

    private void word(boolean nameBefore) {
        Token token = tokens.get(at);
        at++;
        if (token.is("for", "para") && !token.after('/')) {
            skipUnknown(4);
            return;
        }
        Notation.Word word = notation.word(token.text());
        if (word != null && word.kind() == Notation.WordKind.CAUTION) {
            scan.caution = true;
            return;
        }
        if (word != null && word.kind() == Notation.WordKind.FILLER && !token.after('/')) {
            // "amlodipine and benazepril" is one product
            joinName = nameBefore && token.is("and", "y", "i");
            return;
        }
        scan.leftovers.add(token.text());
        if (nameBefore && (token.after('-') || token.after('/') || token.after('+'))) {
            scan.leftoverJoinedToName = true;
        }
    }

    // U-500: so many units in a millilitre
    private boolean concentration() {
        Token token = tokens.get(at);
        Matcher joined = CONCENTRATION.matcher(token.text());
        Token next = at + 1 < tokens.size() ? tokens.get(at + 1) : null;
        String strength = null;
        int length = 1;
        if (joined.matches()) {
            strength = joined.group(1);
        } else if (token.is("u") && next != null && next.is("100", "200", "300", "500")) {
            strength = next.text();
            length = 2;
        }
        if (strength == null) {
            return false;
        }
        Amount.Unit units = new Amount.Unit("[iU]", Amount.Dimension.ACTIVITY, BigDecimal.ONE);
        Amount.Unit millilitre = new Amount.Unit("mL", Amount.Dimension.VOLUME, BigDecimal.ONE);
        scan.groups.add(new Scan.Group(
                List.of(new Scan.Part(new BigDecimal(strength), units, ' ')),
                Amount.of(BigDecimal.ONE, BigDecimal.ONE, millilitre),
                false,
                false));
        at += length;
        return true;
    }

    // for 5 days, x 7 days, durante 10 dias
    private boolean duration() {
        if (at + 2 >= tokens.size() || !tokens.get(at).is("for", "x", "por", "durante", "during")) {
            return false;
        }
        BigDecimal number = notation.number(tokens.get(at + 1));
        BigDecimal hours = period(tokens.get(at + 2));
        if (number == null || hours == null || hours.compareTo(HOURS_A_DAY) < 0 || tooLarge(number)) {
            return false;
        }
        scan.days = number.multiply(hours)
                .divide(HOURS_A_DAY, MathContext.DECIMAL64)
                .intValue();
        at += 3;
        return true;
    }

    // q8h, q6-8h, every 8 hours, every two days, cada 8 horas, c/8h
    private boolean every() {
        Token token = tokens.get(at);
        Matcher short8 = EVERY.matcher(token.text());
        BigDecimal low;
        BigDecimal unit = null;
        int next = at + 1;
        if (short8.matches()) {
            low = new BigDecimal(short8.group(1));
            unit = short8.group(2) == null ? null : hours(short8.group(2));
        } else if (next < tokens.size()
                && (token.is("q", "every", "cada")
                        || token.is("c") && tokens.get(next).after('/'))) {
            BigDecimal number = notation.number(tokens.get(next));
            if (number == null) {
                return false;
            }
            low = number;
            next++;
        } else {
            return false;
        }
        BigDecimal high = low;
        if (unit == null) {
            int ofHigh = rangeEnd(next);
            if (ofHigh > 0) {
                high = tokens.get(ofHigh).value();
                next = ofHigh + 1;
            }
            if (next >= tokens.size()) {
                return false;
            }
            unit = period(tokens.get(next));
            next++;
        }
        if (unit == null || low.signum() <= 0 || high.compareTo(low) < 0 || tooLarge(high)) {
            return false;
        }
        scan.rates.add(Frequency.Rate.of(BigDecimal.ONE, BigDecimal.ONE, low.multiply(unit), high.multiply(unit)));
        at = next;
        return true;
    }

    // 3 times a day, 2-3 times per week, 2x daily, 3 veces al dia
    private boolean timesInPeriod() {
        BigDecimal low = notation.number(tokens.get(at));
        if (low == null) {
            return false;
        }
        int next = at + 1;
        BigDecimal high = low;
        int ofHigh = rangeEnd(next);
        if (ofHigh > 0) {
            high = tokens.get(ofHigh).value();
            next = ofHigh + 1;
        }
        if (next + 1 >= tokens.size() || !tokens.get(next).is("times", "time", "x", "veces", "vez")) {
            return false;
        }
        next++;
        while (next < tokens.size() && tokens.get(next).is("a", "per", "al", "por", "each", "every", "la", "in")) {
            next++;
        }
        BigDecimal hours = next < tokens.size() ? period(tokens.get(next)) : null;
        if (hours == null || low.signum() <= 0 || high.compareTo(low) < 0 || tooLarge(high)) {
            return false;
        }
        scan.rates.add(Frequency.Rate.of(low, high, hours, hours));
        at = next + 1;
        return true;
    }

    private boolean weekdays() {
        Set<String> days = new LinkedHashSet<>();
        int next = at;
        while (next < tokens.size()) {
            Notation.Word word = notation.word(tokens.get(next).text());
            if (word != null && word.kind() == Notation.WordKind.WEEKDAY) {
                days.add(word.value());
            } else if (days.isEmpty() || !tokens.get(next).is("and", "y")) {
                break;
            }
            next++;
        }
        if (days.isEmpty()) {
            return false;
        }
        BigDecimal times = BigDecimal.valueOf(days.size());
        scan.rates.add(Frequency.Rate.of(times, times, HOURS_A_WEEK, HOURS_A_WEEK));
        // which days they are counts too: Monday is not Friday
        scan.timing.addAll(days);
        at = next;
        return true;
    }

    private int rangeEnd(int index) {
        if (index < tokens.size()
                && tokens.get(index).number()
                && tokens.get(index).after('-')) {
            return index;
        }
        if (index + 1 < tokens.size()
                && tokens.get(index).is("to", "a", "or")
                && tokens.get(index + 1).number()) {
            return index + 1;
        }
        return -1;
    }

    private static boolean tooLarge(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(1000)) > 0;
    }

    private static @Nullable BigDecimal period(Token token) {
        return token.number() ? null : hours(token.text());
    }

    private static @Nullable BigDecimal hours(String word) {
        return switch (word) {
            case "h", "hr", "hrs", "hour", "hours", "hora", "horas" -> BigDecimal.ONE;
            case "d", "day", "days", "daily", "dia", "dias" -> HOURS_A_DAY;
            case "w", "wk", "week", "weeks", "weekly", "semana", "semanas" -> HOURS_A_WEEK;
            case "month", "months", "mes", "meses" -> BigDecimal.valueOf(720);
            default -> null;
        };
    }

    private record Numeral(BigDecimal value, int next) {}

    // 2, 1/2, 1 1/2, half, one half
    private @Nullable Numeral numeral(int index) {
        BigDecimal value = index < tokens.size() ? notation.number(tokens.get(index)) : null;
        if (value == null) {
            return null;
        }
        Numeral fraction = fraction(index);
        if (fraction != null) {
            return fraction;
        }
        Numeral rest = fraction(index + 1);
        if (rest != null && tokens.get(index + 1).after(' ') && rest.value().compareTo(BigDecimal.ONE) < 0) {
            return new Numeral(value.add(rest.value()), rest.next());
        }
        if (index + 1 < tokens.size()
                && tokens.get(index).is("one", "1")
                && tokens.get(index + 1).is("half")) {
            return new Numeral(new BigDecimal("0.5"), index + 2);
        }
        return new Numeral(value, index + 1);
    }

    // only a half, a third, a quarter of something that is counted: 5/325 mg and 25/100 tablet are combinations
    private @Nullable Numeral fraction(int index) {
        if (index + 2 >= tokens.size()
                || !tokens.get(index).number()
                || !tokens.get(index + 1).number()
                || !tokens.get(index + 1).after('/')) {
            return null;
        }
        BigDecimal below = tokens.get(index + 1).value();
        int unitAt = skipOf(index + 2);
        Amount.Unit unit = unitAt < tokens.size() ? notation.unit(tokens.get(unitAt)) : null;
        boolean part = below.compareTo(BigDecimal.valueOf(4)) <= 0
                && tokens.get(index).value().compareTo(below) < 0;
        if (!part || below.signum() <= 0 || unit == null || !unit.dimension().counted()) {
            return null;
        }
        return new Numeral(tokens.get(index).value().divide(below, MathContext.DECIMAL64), index + 2);
    }

    private int skipOf(int index) {
        int next = index;
        while (next < tokens.size()
                && tokens.get(next).is("of", "a", "an", "de")
                && tokens.get(next).after(' ')) {
            next++;
        }
        return next;
    }

    private boolean quantity() {
        Numeral first = numeral(at);
        if (first == null || tokens.get(at).is("un", "una", "uno", "one") && !unitFollows(first.next())) {
            return false;
        }
        boolean negative = at == 0 && tokens.get(at).after('-');
        List<BigDecimal> values = new ArrayList<>();
        List<Amount.@Nullable Unit> units = new ArrayList<>();
        List<Character> signs = new ArrayList<>();
        int next = at;
        Numeral numeral = first;
        char sign = ' ';
        while (numeral != null) {
            values.add(numeral.value());
            signs.add(sign);
            next = numeral.next();
            int unitAt = skipOf(next);
            Amount.Unit unit =
                    unitAt < tokens.size() && !tokens.get(unitAt).after(',') ? notation.unit(tokens.get(unitAt)) : null;
            units.add(unit);
            if (unit != null) {
                next = unitAt + 1;
            }
            int more = values.size() < 6 ? nextOfGroup(next) : -1;
            numeral = more < 0 ? null : numeral(more);
            if (numeral != null) {
                sign = tokens.get(more).after('/') ? '/' : '-';
            }
        }
        Amount per = null;
        // 400 mg/5 mL: the last number is what the others are contained in
        int last = values.size() - 1;
        Amount.Unit lastUnit = units.get(last);
        if (last > 0 && signs.get(last) == '/' && lastUnit != null && isContainer(lastUnit, units.get(last - 1))) {
            per = Amount.of(values.get(last), values.get(last), lastUnit);
            values.remove(last);
            units.remove(last);
            signs.remove(last);
        }
        Amount.Unit unit = units.get(values.size() - 1);
        if (unit == null) {
            return bareNumber(values, next);
        }
        boolean perBodyWeight = false;
        if (per == null && next < tokens.size()) {
            int unitAt = tokens.get(next).is("per", "por")
                    ? next + 1
                    : tokens.get(next).after('/') ? next : -1;
            Numeral ofNumber = unitAt > next ? numeral(unitAt) : null;
            int ofUnit = ofNumber == null ? unitAt : ofNumber.next();
            Amount.Unit container = ofUnit >= 0 && ofUnit < tokens.size() ? notation.unit(tokens.get(ofUnit)) : null;
            if (container != null && isContainer(container, unit)) {
                BigDecimal size = ofNumber == null ? BigDecimal.ONE : ofNumber.value();
                per = Amount.of(size, size, container);
                next = ofUnit + 1;
            } else if (container != null && container.dimension() == Amount.Dimension.BODY_WEIGHT) {
                perBodyWeight = true;
                next = ofUnit + 1;
            }
        }
        List<Scan.Part> parts = new ArrayList<>();
        for (int i = values.size() - 1; i >= 0; i--) {
            Amount.Unit own = units.get(i);
            unit = own == null ? unit : own;
            parts.add(0, new Scan.Part(values.get(i), unit, signs.get(i)));
        }
        if (unit.dimension().counted() && half(next)) {
            Scan.Part whole = parts.remove(parts.size() - 1);
            parts.add(new Scan.Part(whole.value().add(new BigDecimal("0.5")), whole.unit(), whole.before()));
            next += tokens.get(next).is("y") ? 2 : 3;
        }
        scan.groups.add(new Scan.Group(List.copyOf(parts), per, perBodyWeight, negative));
        at = next;
        return true;
    }

    private boolean unitFollows(int index) {
        int next = skipOf(index);
        return next < tokens.size() && notation.unit(tokens.get(next)) != null || rangeEnd(index) > 0;
    }

    // one tablet and a half, una tableta y media
    private boolean half(int index) {
        return index + 1 < tokens.size()
                && (tokens.get(index).is("y") && tokens.get(index + 1).is("media", "medio")
                        || index + 2 < tokens.size()
                                && tokens.get(index).is("and")
                                && tokens.get(index + 1).is("a")
                                && tokens.get(index + 2).is("half"));
    }

    private int nextOfGroup(int index) {
        if (index >= tokens.size()) {
            return -1;
        }
        Token token = tokens.get(index);
        if (token.number() && (token.after('-') || token.after('/'))) {
            return index;
        }
        if (index + 1 < tokens.size()
                && token.is("to", "a", "or")
                && notation.number(tokens.get(index + 1)) != null
                && unitFollows(index + 2)) {
            return index + 1;
        }
        return -1;
    }

    private static boolean isContainer(Amount.Unit container, Amount.@Nullable Unit content) {
        boolean contains = container.dimension() == Amount.Dimension.VOLUME
                || container.dimension() == Amount.Dimension.TIME
                || container.dimension().counted();
        return contains
                && content != null
                && !content.dimension().counted()
                && content.dimension() != container.dimension()
                && content.dimension() != Amount.Dimension.PERCENT;
    }

    // "1 daily", "take 2 at bedtime": a count of whatever the product is; any other number without a unit means nothing
    private boolean bareNumber(List<BigDecimal> values, int next) {
        boolean small = values.size() == 1 && values.get(0).compareTo(BigDecimal.valueOf(4)) <= 0;
        boolean followed = next < tokens.size()
                && (notation.frequencies().at(tokens, next) != null
                        || notation.routes().at(tokens, next) != null
                        || EVERY.matcher(tokens.get(next).text()).matches());
        if (small && followed) {
            Amount.Unit pill = new Amount.Unit("{pill}", Amount.Dimension.SOLID, BigDecimal.ONE);
            scan.groups.add(new Scan.Group(List.of(new Scan.Part(values.get(0), pill, ' ')), null, false, false));
        } else {
            for (int i = at; i < next; i++) {
                scan.leftovers.add(tokens.get(i).text());
            }
        }
        at = next;
        return true;
    }

    private static int length(PhraseTable.@Nullable Match<?> match) {
        return match == null ? 0 : match.length();
    }
}
