package org.homeward.medication;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.homeward.medication.Finding.Match;
import org.jspecify.annotations.Nullable;

/**
 * Hold what an allergy is about.
 *
 * @param understood whether every word of it is known, so that what does not match was really checked
 */
record Allergens(Set<Ingredient> ingredients, Set<String> classes, boolean understood) {

    private static final int LONGEST = 500;

    static Allergens of(Vocabulary vocabulary, PatientFacts.Allergy allergy) {
        Set<Ingredient> ingredients = new LinkedHashSet<>();
        Set<String> classes = new LinkedHashSet<>();
        if (allergy.readAs() != null) {
            // what was understood of the words stays: a reading adds to it
            Allergens received = of(vocabulary, allergy.withReading(null));
            Allergens read = of(vocabulary, new PatientFacts.Allergy(allergy.readAs(), null, null));
            ingredients.addAll(received.ingredients());
            ingredients.addAll(read.ingredients());
            classes.addAll(received.classes());
            classes.addAll(read.classes());
            return new Allergens(ingredients, classes, read.understood());
        }
        Vocabulary.Product product = vocabulary.byRxcui(allergy.codeSystem(), allergy.code());
        if (product != null) {
            ingredients.addAll(product.named().ingredients());
        }
        if (allergy.text().length() > LONGEST) {
            return new Allergens(ingredients, classes, false);
        }
        Vocabulary.Allergen whole = vocabulary.allergen(allergy.text());
        if (whole != null && whole.kind() == Vocabulary.AllergenKind.NONE) {
            return new Allergens(ingredients, classes, true);
        }
        boolean substance = !ingredients.isEmpty();
        StringBuilder rest = new StringBuilder();
        List<Token> tokens = Token.of(allergy.text());
        for (int at = 0; at < tokens.size(); ) {
            PhraseTable.Match<Vocabulary.Named> named = vocabulary.names().at(tokens, at);
            PhraseTable.Match<Vocabulary.Allergen> words =
                    vocabulary.allergens().at(tokens, at);
            if (named != null && (words == null || named.length() >= words.length())) {
                ingredients.addAll(named.value().ingredients());
                substance = true;
                at += named.length();
            } else if (words != null) {
                if (words.value().kind() == Vocabulary.AllergenKind.CLASS) {
                    classes.add(words.value().medicationClass());
                }
                substance |= words.value().kind() != Vocabulary.AllergenKind.REACTION;
                at += words.length();
            } else {
                rest.append(tokens.get(at).text()).append(' ');
                at++;
            }
        }
        Scan scan = ScanText.of(vocabulary, rest.toString(), false);
        boolean understood = substance && scan.leftovers.isEmpty() && !scan.caution;
        for (Ingredient ingredient : ingredients) {
            vocabulary.classesOf(ingredient).stream()
                    .filter(MedicationClass::allergy)
                    .forEach(of -> classes.add(of.name()));
        }
        return new Allergens(ingredients, classes, understood);
    }

    Finding.@Nullable AllergyHit hit(NormalisedMedication medication, String allergy) {
        for (Ingredient ingredient : medication.ingredients()) {
            if (ingredients.contains(ingredient)) {
                return new Finding.AllergyHit(Match.INGREDIENT, ingredient.name(), allergy);
            }
        }
        for (Ingredient ingredient : medication.ingredients()) {
            List<String> shared = new ArrayList<>(ingredient.classes());
            shared.retainAll(classes);
            if (!shared.isEmpty()) {
                return new Finding.AllergyHit(Match.CLASS, ingredient.name(), allergy);
            }
        }
        return null;
    }
}
