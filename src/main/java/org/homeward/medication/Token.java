package org.homeward.medication;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hold a word or a number of a list, without case and accents.
 *
 * @param text a number stands here in plain form: "0,50" and ".5" are "0.5"
 * @param number false also for "1.000", of which nobody can say what it means
 * @param before what stands before it: a blank, or one of {@code - / + , ; ( )}; other signs count as a comma
 */
record Token(String text, boolean number, char before) {

    // a number may carry a sign of thousands (1,000) or a decimal comma (0,5); letters may carry digits (q8h, b12)
    private static final Pattern TOKEN = Pattern.compile("(\\d+(?:[.,]\\d+)*|[.,]\\d+)|(\\p{L}[\\p{L}\\p{Nd}']*)|(%)");
    private static final Pattern THOUSANDS = Pattern.compile("[1-9]\\d{0,2}(,\\d{3})+(\\.\\d+)?");
    private static final Pattern DECIMAL = Pattern.compile("\\d*[.,]?\\d+");
    private static final Pattern DOTTED =
            Pattern.compile("(?<![\\p{L}\\d])(\\p{L})\\.(?=\\s?\\p{L}\\.|\\p{L}(?!\\p{L}))");
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    // one in American hands, one thousand in Spanish ones
    private static final Pattern AMBIGUOUS = Pattern.compile("[1-9]\\d{0,2}(\\.000)+");
    private static final String KNOWN_SIGNS = "-/+,;()";

    static List<Token> of(String raw) {
        String text = plain(raw);
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find()) {
            char before = sign(text, end, matcher.start());
            end = matcher.end();
            String found = matcher.group();
            if (matcher.group(1) != null && !AMBIGUOUS.matcher(found).matches()) {
                tokens.add(new Token(number(found), true, before));
            } else {
                tokens.add(new Token(found, false, before));
            }
        }
        return tokens;
    }

    /** The words of a text, one blank apart: what two texts are compared by when neither can be read. */
    static String key(String raw) {
        StringBuilder key = new StringBuilder();
        for (Token token : of(raw)) {
            if (key.length() > 0) {
                key.append(' ');
            }
            key.append(token.text());
        }
        return key.toString();
    }

    BigDecimal value() {
        return new BigDecimal(text);
    }

    boolean is(String... words) {
        for (String word : words) {
            if (text.equals(word)) {
                return true;
            }
        }
        return false;
    }

    boolean after(char sign) {
        return before == sign;
    }

    private static String plain(String raw) {
        String text = Normalizer.normalize(fractions(raw), Normalizer.Form.NFKD);
        text = MARKS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
        text = text.replace('\u2044', '/')
                .replace('\u03bc', 'u')
                .replace('\u2019', '\'')
                .replace('\u2010', '-')
                .replace('\u2011', '-')
                .replace('\u2013', '-')
                .replace('\u2212', '-');
        return dotless(text);
    }

    // NFKD makes 1½ to 11/2, so that a blank must stand before it
    private static String fractions(String raw) {
        return raw.replace("\u00bd", " 1/2").replace("\u00bc", " 1/4").replace("\u00be", " 3/4");
    }

    // p.o. and b.i.d. are po and bid
    private static String dotless(String text) {
        return DOTTED.matcher(text).replaceAll("$1");
    }

    private static char sign(String text, int from, int to) {
        char sign = ' ';
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || c == '.') {
                continue;
            }
            sign = KNOWN_SIGNS.indexOf(c) >= 0 ? c : ',';
        }
        return sign;
    }

    private static String number(String found) {
        String text = found;
        if (THOUSANDS.matcher(text).matches()) {
            text = text.replace(",", "");
        } else if (DECIMAL.matcher(text).matches()) {
            text = text.replace(',', '.');
        } else {
            // 1.2.3 is no number; a digit run that cannot be meant stays out of every sum
            text = text.replaceAll("[.,].*", "");
        }
        if (text.startsWith(".")) {
            text = "0" + text;
        }
        if (text.length() > 20) {
            text = text.substring(0, 20);
        }
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }
}
