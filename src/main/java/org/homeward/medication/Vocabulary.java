package org.homeward.medication;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Know the names of medicines, what they consist of, and the classes that rules speak of.
 *
 * <p>The packaged tables are small; a site adds rows in files of the same names in a folder of its own, and a row of the
 * site replaces the packaged one.
 */
public final class Vocabulary {

    /** The systems in which a code is an RxNorm code. */
    static final Set<String> RXNORM =
            Set.of("http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88", "rxnorm");

    /** What a name stands for. */
    record Named(
            List<Ingredient> ingredients,
            @Nullable String salt,
            @Nullable String release) {}

    /** What a product's code stands for; its strength and form in words. */
    record Product(Named named, String strength, String form) {}

    /** One row of the high-priority pairs; a side is a class, or an ingredient in lower case. */
    record Pair(int number, String left, String right) {}

    enum AllergenKind {
        CLASS,
        NONE,
        OTHER,
        REACTION
    }

    record Allergen(AllergenKind kind, String medicationClass) {}

    private final Notation notation;
    private final Map<String, Ingredient> ingredients = new TreeMap<>();
    private final Map<String, MedicationClass> classes = new TreeMap<>();
    private final PhraseTable<Named> names = new PhraseTable<>();
    private final Map<String, String> brands = new TreeMap<>();
    private final Map<String, Product> products = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final PhraseTable<Allergen> allergens = new PhraseTable<>();
    private final Map<String, String> inappropriate = new TreeMap<>();

    private Vocabulary(@Nullable Path siteFolder) {
        notation = new Notation(siteFolder);
        for (String[] row : CsvTable.read("classes.csv", siteFolder)) {
            classes.put(
                    row[0],
                    new MedicationClass(
                            row[0],
                            row[1],
                            highAlert(row[2]),
                            row[3].equals("yes"),
                            row[4].equals("yes"),
                            row[5].equals("yes"),
                            row[6]));
        }
        for (String[] row : CsvTable.read("ingredients.csv", siteFolder)) {
            Ingredient ingredient =
                    new Ingredient(row[0].toLowerCase(Locale.ROOT), row[1].isEmpty() ? null : row[1], classes(row[2]));
            ingredients.put(ingredient.name(), ingredient);
        }
        for (Ingredient ingredient : ingredients.values()) {
            Named named = new Named(List.of(ingredient), null, null);
            names.put(ingredient.name(), named);
            if (ingredient.rxcui() != null) {
                products.put(ingredient.rxcui(), new Product(named, "", ""));
            }
        }
        for (String[] row : CsvTable.read("names.csv", siteFolder)) {
            names.put(row[0], meaning(row[2]));
            if (row[1].equals("brand")) {
                brands.put(row[0], row[2]);
            }
        }
        for (String[] row : CsvTable.read("products.csv", siteFolder)) {
            products.put(row[0], new Product(meaning(row[1]), row[2], row[3]));
        }
        for (String[] row : CsvTable.read("interaction-pairs.csv", siteFolder)) {
            pairs.add(new Pair(Integer.parseInt(row[0]), known(row[1]), known(row[2])));
        }
        for (String[] row : CsvTable.read("allergens.csv", siteFolder)) {
            AllergenKind kind = AllergenKind.valueOf(row[1].toUpperCase(Locale.ROOT));
            allergens.put(row[0], new Allergen(kind, kind == AllergenKind.CLASS ? known(row[2]) : ""));
        }
        for (String[] row : CsvTable.read("pim.csv", siteFolder)) {
            inappropriate.put(known(row[0]), row[1]);
        }
    }

    /** The tables of this package alone. */
    public static Vocabulary packaged() {
        return new Vocabulary(null);
    }

    /** The tables of this package with those that a site keeps in a folder; a file that is not there adds nothing. */
    public static Vocabulary withSite(Path folder) {
        return new Vocabulary(folder);
    }

    Notation notation() {
        return notation;
    }

    public Optional<Ingredient> ingredient(String name) {
        return Optional.ofNullable(ingredients.get(name.toLowerCase(Locale.ROOT)));
    }

    public Collection<Ingredient> ingredients() {
        return List.copyOf(ingredients.values());
    }

    /** Brand names with the generic expression that each stands for. */
    public Map<String, String> brands() {
        return Map.copyOf(brands);
    }

    public Optional<MedicationClass> medicationClass(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    PhraseTable<Named> names() {
        return names;
    }

    @Nullable
    Product byRxcui(@Nullable String system, @Nullable String code) {
        if (system == null || code == null || !RXNORM.contains(system.strip().toLowerCase(Locale.ROOT))) {
            return null;
        }
        return products.get(code.strip());
    }

    List<Pair> pairs() {
        return pairs;
    }

    @Nullable
    Allergen allergen(String words) {
        return allergens.exactly(words);
    }

    PhraseTable<Allergen> allergens() {
        return allergens;
    }

    /** The site's potentially inappropriate medicines: class or ingredient, and why. */
    Map<String, String> inappropriate() {
        return inappropriate;
    }

    /** The classes of an ingredient, in order. */
    List<MedicationClass> classesOf(Ingredient ingredient) {
        return new TreeSet<>(ingredient.classes()).stream().map(classes::get).toList();
    }

    private Set<String> classes(String cell) {
        Set<String> of = new LinkedHashSet<>();
        for (String name : cell.split(" ")) {
            if (!name.isEmpty()) {
                if (!classes.containsKey(name)) {
                    throw new IllegalStateException("There is no class " + name);
                }
                of.add(name);
            }
        }
        return of;
    }

    private String known(String classOrIngredient) {
        if (!classes.containsKey(classOrIngredient) && !ingredients.containsKey(classOrIngredient)) {
            throw new IllegalStateException("Neither a class nor an ingredient: " + classOrIngredient);
        }
        return classOrIngredient;
    }

    private Named meaning(String expression) {
        List<Ingredient> parts = new ArrayList<>();
        String salt = null;
        String release = null;
        for (String part : expression.split(" \\+ ")) {
            String[] words = part.strip().split(" ");
            int length = words.length;
            while (length > 0
                    && !ingredients.containsKey(
                            String.join(" ", Arrays.copyOf(words, length)).toLowerCase(Locale.ROOT))) {
                length--;
            }
            Ingredient ingredient = ingredients.get(
                    String.join(" ", Arrays.copyOf(words, length)).toLowerCase(Locale.ROOT));
            if (ingredient == null) {
                throw new IllegalStateException("No ingredient in " + expression);
            }
            parts.add(ingredient);
            for (int i = length; i < words.length; i++) {
                String word = words[i].toLowerCase(Locale.ROOT);
                Notation.Word known = notation.word(word);
                Notation.Form form = notation.forms().exactly(word);
                if (known != null && known.kind() == Notation.WordKind.SALT) {
                    salt = known.value();
                } else if (form != null && form.release() != null) {
                    release = form.release();
                } else {
                    throw new IllegalStateException("Neither salt nor release: " + word + " in " + expression);
                }
            }
        }
        return new Named(List.copyOf(parts), salt, release);
    }

    private static MedicationClass.HighAlert highAlert(String cell) {
        return cell.equals("injected")
                ? MedicationClass.HighAlert.INJECTED
                : cell.equals("yes") ? MedicationClass.HighAlert.YES : MedicationClass.HighAlert.NO;
    }
}
