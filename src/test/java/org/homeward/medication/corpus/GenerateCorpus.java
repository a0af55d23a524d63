package org.homeward.medication.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Make the generated cases of the corpus: medicines in many notations with differences that are put in on purpose, so
 * that what must be found is known by construction. Its medicines, classes and notations are its own, and its choices
 * follow one fixed sequence of numbers: the same text each time.
 */
public final class GenerateCorpus {

    /** Where the text is kept. */
    public static final Path FILE = Path.of("src/test/resources/org/homeward/medication/corpus/generated.txt");

    private record Drug(String generic, String brand, String form, String unit, List<String> strengths, boolean high) {}

    // no two of a class, and none of a high-priority pair: what simply goes on beside the difference of a case
    private static final List<Drug> BACKGROUND = List.of(
            drug("furosemide", "Lasix", "tablet", "mg", "20 40 80", false),
            drug("levothyroxine", "Synthroid", "tablet", "mcg", "25 50 100", false),
            drug("allopurinol", "Zyloprim", "tablet", "mg", "100 200 300", false),
            drug("gabapentin", "Neurontin", "capsule", "mg", "100 200 400", false),
            drug("montelukast", "Singulair", "tablet", "mg", "5 10 20", false),
            drug("spironolactone", "Aldactone", "tablet", "mg", "25 50 100", false),
            drug("amlodipine", "Norvasc", "tablet", "mg", "2.5 5 10", false),
            drug("metformin", "Glucophage", "tablet", "mg", "250 500 1000", false));

    private static final List<Drug> SUBJECTS = List.of(
            drug("lisinopril", "Zestril", "tablet", "mg", "5 10 20", false),
            drug("atorvastatin", "Lipitor", "tablet", "mg", "10 20 40", false),
            drug("carvedilol", "Coreg", "tablet", "mg", "6.25 12.5 25", false),
            drug("prednisone", "Deltasone", "tablet", "mg", "5 10 20", false),
            drug("sertraline", "Zoloft", "tablet", "mg", "25 50 100", false),
            drug("tamsulosin", "Flomax", "capsule", "mg", "0.2 0.4 0.8", false),
            drug("clopidogrel", "Plavix", "tablet", "mg", "75 150 300", false),
            drug("digoxin", "Lanoxin", "tablet", "mg", "0.0625 0.125 0.25", false),
            drug("quetiapine", "Seroquel", "tablet", "mg", "25 50 100", false),
            drug("mirtazapine", "Remeron", "tablet", "mg", "7.5 15 30", false),
            drug("warfarin", "Coumadin", "tablet", "mg", "1 2 4", true),
            drug("apixaban", "Eliquis", "tablet", "mg", "2.5 5 10", true),
            drug("lamotrigine", "Lamictal", "tablet", "mg", "25 50 100", true),
            drug("tacrolimus", "Prograf", "capsule", "mg", "0.5 1 2", true),
            drug("glipizide", "Glucotrol", "tablet", "mg", "2.5 5 10", true),
            drug("hydromorphone", "Dilaudid", "tablet", "mg", "2 4 8", true));

    // medicine, what the hospital gave instead
    private static final String[][] SWAPS = {
        {"omeprazole 20 mg capsule", "omeprazole", "pantoprazole 40 mg tablet"},
        {"Nexium 40 mg capsule", "esomeprazole", "pantoprazole 40 mg tablet"},
        {"Crestor 10 mg tablet", "rosuvastatin", "atorvastatin 40 mg tablet"},
        {"simvastatin 40 mg tablet", "simvastatin", "Lipitor 20 mg tablet"},
        {"ramipril 5 mg capsule", "ramipril", "lisinopril 10 mg tablet"},
        {"Vasotec 10 mg tablet", "enalapril", "lisinopril 20 mg tablet"},
        {"Benicar 20 mg tablet", "olmesartan", "losartan 50 mg tablet"},
        {"telmisartan 40 mg tablet", "telmisartan", "valsartan 80 mg tablet"},
        {"ranitidine 150 mg tablet", "ranitidine", "Pepcid 20 mg tablet"},
        {"cetirizine 10 mg tablet", "cetirizine", "loratadine 10 mg tablet"},
        {"sitagliptin 100 mg tablet", "sitagliptin", "linagliptin 5 mg tablet"},
        {"Farxiga 10 mg tablet", "dapagliflozin", "empagliflozin 10 mg tablet"},
    };

    // number of the pair, two medicines with their ingredient, then which of them are high-alert medicines
    private static final String[][] PAIRS = {
        {"1", "dextroamphetamine 10 mg tablet", "dextroamphetamine", "selegiline 5 mg capsule", "selegiline", ""},
        {"1", "Vyvanse 30 mg capsule", "lisdexamfetamine", "Nardil 15 mg tablet", "phenelzine", ""},
        {"2", "Reyataz 300 mg capsule", "atazanavir", "omeprazole 20 mg capsule", "omeprazole", ""},
        {"2", "atazanavir 300 mg capsule", "atazanavir", "Protonix 40 mg tablet", "pantoprazole", ""},
        {"3", "febuxostat 40 mg tablet", "febuxostat", "Imuran 50 mg tablet", "azathioprine", "azathioprine"},
        {"3", "Uloric 40 mg tablet", "febuxostat", "mercaptopurine 50 mg tablet", "mercaptopurine", "mercaptopurine"},
        {"4", "Prozac 20 mg capsule", "fluoxetine", "phenelzine 15 mg tablet", "phenelzine", ""},
        {"4", "citalopram 20 mg tablet", "citalopram", "Parnate 10 mg tablet", "tranylcypromine", ""},
        {"6", "Demerol 50 mg tablet", "meperidine", "phenelzine 15 mg tablet", "phenelzine", "meperidine"},
        {"6", "tramadol 50 mg tablet", "tramadol", "selegiline 5 mg capsule", "selegiline", "tramadol"},
        {"7", "amitriptyline 25 mg tablet", "amitriptyline", "Marplan 10 mg tablet", "isocarboxazid", ""},
        {"7", "Pamelor 25 mg capsule", "nortriptyline", "phenelzine 15 mg tablet", "phenelzine", ""},
        {"8", "Tikosyn 0.5 mg capsule", "dofetilide", "haloperidol 2 mg tablet", "haloperidol", ""},
        {"8", "methadone 10 mg tablet", "methadone", "sotalol 80 mg tablet", "sotalol", "methadone"},
        {"9", "Rozerem 8 mg tablet", "ramelteon", "fluvoxamine 50 mg tablet", "fluvoxamine", ""},
        {"10", "rifampin 300 mg capsule", "rifampin", "atazanavir 300 mg capsule", "atazanavir", ""},
        {"10", "Dilantin 100 mg capsule", "phenytoin", "Reyataz 300 mg capsule", "atazanavir", "phenytoin"},
        {"11", "simvastatin 40 mg tablet", "simvastatin", "Biaxin 500 mg tablet", "clarithromycin", ""},
        {"11", "Mevacor 20 mg tablet", "lovastatin", "itraconazole 100 mg capsule", "itraconazole", ""},
        {"12", "ergotamine 2 mg tablet", "ergotamine", "ketoconazole 200 mg tablet", "ketoconazole", ""},
        {"13", "Zanaflex 4 mg tablet", "tizanidine", "ciprofloxacin 500 mg tablet", "ciprofloxacin", ""},
        {"13", "tizanidine 2 mg capsule", "tizanidine", "Luvox 50 mg tablet", "fluvoxamine", ""},
        {
            "14",
            "tranylcypromine 10 mg tablet",
            "tranylcypromine",
            "Matulane 50 mg capsule",
            "procarbazine",
            "procarbazine"
        },
        {"15", "Imitrex 50 mg tablet", "sumatriptan", "selegiline 5 mg capsule", "selegiline", ""},
        {"15", "rizatriptan 10 mg tablet", "rizatriptan", "phenelzine 15 mg tablet", "phenelzine", ""},
    };

    // what the patient is allergic to, the new medicine, the ingredient that meets the allergy, the line
    private static final String[][] ALLERGIES = {
        {"penicillin", "amoxicillin 500 mg capsule", "amoxicillin", "amoxicillin"},
        {"Penicillins", "Augmentin 875 mg-125 mg tablet", "amoxicillin", "amoxicillin + clavulanate"},
        {"amoxicillin", "amoxicillin 875 mg tablet", "amoxicillin", "amoxicillin"},
        {"sulfa", "Bactrim 800 mg-160 mg tablet", "sulfamethoxazole", "sulfamethoxazole + trimethoprim"},
        {"Keflex", "cefuroxime 250 mg tablet", "cefuroxime", "cefuroxime"},
        {"ciprofloxacin", "Levaquin 500 mg tablet", "levofloxacin", "levofloxacin"},
        {"aspirin", "ibuprofen 400 mg tablet", "ibuprofen", "ibuprofen"},
        {"NSAIDs", "naproxen 500 mg tablet", "naproxen", "naproxen"},
        {"Lipitor", "rosuvastatin 10 mg tablet", "rosuvastatin", "rosuvastatin"},
        {"lisinopril", "ramipril 5 mg capsule", "ramipril", "ramipril"},
        {"erythromycin", "azithromycin 250 mg tablet", "azithromycin", "azithromycin"},
        {"doxycycline", "minocycline 100 mg capsule", "minocycline", "minocycline"},
    };

    // two of a class, neither of them a high-alert medicine
    private static final String[][] SAME_CLASS = {
        {"atorvastatin 20 mg tablet", "atorvastatin", "pravastatin 40 mg tablet", "pravastatin", "statin"},
        {"Prilosec 20 mg capsule", "omeprazole", "lansoprazole 30 mg capsule", "lansoprazole", "proton pump inhibitor"},
        {"lisinopril 10 mg tablet", "lisinopril", "Altace 5 mg capsule", "ramipril", "ACE inhibitor"},
        {"losartan 50 mg tablet", "losartan", "Diovan 80 mg tablet", "valsartan", "angiotensin receptor blocker"},
        {"carvedilol 12.5 mg tablet", "carvedilol", "atenolol 25 mg tablet", "atenolol", "beta blocker"},
        {"ibuprofen 400 mg tablet", "ibuprofen", "Mobic 15 mg tablet", "meloxicam", "NSAID"},
        {"sertraline 50 mg tablet", "sertraline", "Lexapro 10 mg tablet", "escitalopram", "SSRI"},
        {"lorazepam 1 mg tablet", "lorazepam", "Xanax 0.5 mg tablet", "alprazolam", "benzodiazepine"},
    };

    private static final String[] NOBODY_KNOWS = {
        "Zzyzxumab", "Qorvilane", "Trilaxobine", "Wendomycet", "Plimvera", "Hexazoril", "Brontavex", "Yclepidone"
    };

    // once, twice and three times a day
    private static final String[][] OFTEN = {
        {"daily", "once a day", "QD", "every day", "q24h", "una vez al día", "every 24 hours"},
        {"bid", "twice a day", "2 times a day", "q12h", "every 12 hours", "cada 12 horas", "dos veces al día"},
        {"tid", "three times a day", "3x/day", "q8h", "every 8 hours", "cada 8 horas", "tres veces al día"},
    };
    private static final String[] BY_MOUTH = {"PO", "by mouth", "oral", "orally", "vía oral"};

    private final StringBuilder out = new StringBuilder();
    private long state = 20_261_120L;
    private int number;

    private GenerateCorpus() {}

    private static Drug drug(String generic, String brand, String form, String unit, String strengths, boolean high) {
        return new Drug(generic, brand, form, unit, List.of(strengths.split(" ")), high);
    }

    /** The whole file. */
    public static String text() {
        GenerateCorpus corpus = new GenerateCorpus();
        corpus.write();
        return corpus.out.toString();
    }

    /** Writes the file anew, after a change of this class. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, text());
    }

    private void write() {
        line("# GENERATED by GenerateCorpus, not written by hand and not reviewed case by case. Change the generator.");
        line("# Synthetic: no line is taken from a patient. The format stands in handwritten.txt.");
        for (Drug drug : SUBJECTS) {
            anotherName(drug);
            moreOfIt(drug);
            moreOften(drug);
            twoOfHalf(drug);
            newOne(drug);
            leftOut(drug);
            stopped(drug);
            twice(drug);
            notTaken(drug);
            takenOtherwise(drug);
            takenThoughStopped(drug);
            takenBeside(drug);
        }
        for (String[] swap : SWAPS) {
            swapped(swap);
        }
        for (String[] pair : PAIRS) {
            interaction(pair);
        }
        for (String[] allergy : ALLERGIES) {
            allergy(allergy);
        }
        for (String[] two : SAME_CLASS) {
            sameClass(two);
        }
        for (String unknown : NOBODY_KNOWS) {
            unknown(unknown);
        }
    }

    private void anotherName(Drug drug) {
        begin("goes on under another name and in another notation: " + drug.generic());
        int often = next(3);
        line("before " + entry(drug.generic(), drug, 1, 1, often));
        line("discharge " + entry(drug.brand(), drug, 1, 1, often));
        expect("CONTINUE", drug.generic());
        end(drug, true);
    }

    private void moreOfIt(Drug drug) {
        begin("another strength, the same number of units: " + drug.generic());
        int often = next(3);
        line("before " + entry(name(drug), drug, 0, 1, often));
        line("discharge " + entry(name(drug), drug, 2, 1, often));
        expect("CHANGED", drug.generic() + ": STRENGTH DOSE");
        end(drug, true);
    }

    private void moreOften(Drug drug) {
        begin("more often: " + drug.generic());
        int often = next(2);
        line("before " + entry(name(drug), drug, 1, 1, often));
        line("discharge " + entry(name(drug), drug, 1, 1, often + 1));
        expect("CHANGED", drug.generic() + ": DOSE FREQUENCY");
        end(drug, true);
    }

    private void twoOfHalf(Drug drug) {
        begin("two of half the strength: " + drug.generic());
        int often = next(3);
        line("before " + entry(name(drug), drug, 0, 2, often));
        line("discharge " + entry(name(drug), drug, 1, 1, often));
        boolean doubled = Double.parseDouble(drug.strengths().get(1))
                == 2 * Double.parseDouble(drug.strengths().get(0));
        expect("CHANGED", drug.generic() + (doubled ? ": STRENGTH" : ": STRENGTH DOSE"));
        end(drug, true);
    }

    private void newOne(Drug drug) {
        begin("new: " + drug.generic());
        line("discharge " + entry(name(drug), drug, 1, 1, next(3)));
        expect("NEW", drug.generic());
        end(drug, true);
    }

    private void leftOut(Drug drug) {
        begin("left out without a word: " + drug.generic());
        line("before " + entry(name(drug), drug, 1, 1, next(3)));
        expect("OMISSION", drug.generic());
        end(drug, true);
    }

    private void stopped(Drug drug) {
        begin("stopped: " + drug.generic());
        line("before " + entry(name(drug), drug, 1, 1, next(3)));
        line("discharge " + product(name(drug), drug, 1) + " | | | | STOPPED");
        expect("STOPPED", drug.generic());
        end(drug, false);
    }

    private void twice(Drug drug) {
        begin("brand and generic side by side: " + drug.generic());
        int often = next(3);
        line("before " + entry(drug.generic(), drug, 1, 1, often));
        line("discharge " + entry(drug.generic(), drug, 1, 1, often));
        line("discharge " + entry(drug.brand(), drug, 2, 1, often));
        expect("CONTINUE", drug.generic());
        expect("NEW", drug.generic());
        expect("DUPLICATE", drug.generic());
        if (drug.high()) {
            expect("HIGH_ALERT", drug.generic());
            expect("HIGH_ALERT", drug.generic());
        }
        end(drug, false);
    }

    private void notTaken(Drug drug) {
        begin("listed and not taken: " + drug.generic());
        int often = next(3);
        line("before " + entry(name(drug), drug, 1, 1, often));
        line("discharge " + entry(name(drug), drug, 1, 1, often));
        line("taken none");
        expect("CONTINUE", drug.generic());
        expect("HOME OMISSION", drug.generic());
        end(drug, true, true);
    }

    private void takenOtherwise(Drug drug) {
        begin("the old strength is still taken: " + drug.generic());
        int often = next(3);
        line("before " + entry(name(drug), drug, 0, 1, often));
        line("discharge " + entry(name(drug), drug, 2, 1, often));
        line("taken " + entry(name(drug), drug, 0, 1, often));
        expect("CHANGED", drug.generic() + ": STRENGTH DOSE");
        expect("HOME CHANGED", drug.generic() + ": STRENGTH DOSE");
        end(drug, true, true);
    }

    private void takenThoughStopped(Drug drug) {
        begin("taken though stopped: " + drug.generic());
        int often = next(3);
        line("before " + entry(name(drug), drug, 1, 1, often));
        line("discharge " + product(name(drug), drug, 1) + " | | | | STOPPED");
        line("taken " + entry(name(drug), drug, 1, 1, often));
        expect("STOPPED", drug.generic());
        expect("HOME NEW", drug.generic());
        end(drug, true, true);
    }

    private void takenBeside(Drug drug) {
        begin("taken and on no list: " + drug.generic());
        line("taken " + entry(name(drug), drug, 1, 1, next(3)));
        expect("HOME NEW", drug.generic());
        end(drug, true, true);
    }

    private void swapped(String[] swap) {
        begin("swapped in hospital and not back: " + swap[1]);
        int often = next(2);
        line("before " + swap[0] + " | 1 " + unit(swap[0]) + " | " + any(BY_MOUTH) + " | " + any(OFTEN[often]));
        line("discharge " + swap[2] + " | 1 " + unit(swap[2]) + " | " + any(BY_MOUTH) + " | " + any(OFTEN[often]));
        expect("SUBSTITUTION", swap[1]);
        end(null, false);
    }

    private void interaction(String[] pair) {
        begin("two that must not meet: " + pair[2] + " and " + pair[4]);
        line("before " + pair[1] + " | 1 " + unit(pair[1]) + " | PO | " + any(OFTEN[0]));
        line("discharge " + pair[1] + " | 1 " + unit(pair[1]) + " | PO | " + any(OFTEN[0]));
        line("discharge " + pair[3] + " | 1 " + unit(pair[3]) + " | PO | " + any(OFTEN[1]));
        expect("CONTINUE", pair[2]);
        expect("NEW", pair[4]);
        String one = pair[2].compareTo(pair[4]) < 0 ? pair[2] : pair[4];
        String other = one.equals(pair[2]) ? pair[4] : pair[2];
        expect("INTERACTION", pair[0] + " " + one + " " + other);
        if (!pair[5].isEmpty()) {
            expect("HIGH_ALERT", pair[5]);
        }
        end(null, false);
    }

    private void allergy(String[] allergy) {
        begin("new in spite of an allergy to " + allergy[0]);
        line("allergy " + allergy[0]);
        line("discharge " + allergy[1] + " | 1 " + unit(allergy[1]) + " | " + any(BY_MOUTH) + " | " + any(OFTEN[1]));
        expect("NEW", allergy[3]);
        expect("ALLERGY", allergy[2]);
        end(null, false);
    }

    private void sameClass(String[] two) {
        begin("two of a class: " + two[1] + " and " + two[3]);
        String often = any(OFTEN[0]);
        line("before " + two[0] + " | 1 " + unit(two[0]) + " | PO | " + often);
        line("discharge " + two[0] + " | 1 " + unit(two[0]) + " | PO | " + often);
        line("discharge " + two[2] + " | 1 " + unit(two[2]) + " | PO | " + any(OFTEN[0]));
        expect("CONTINUE", two[1]);
        expect("NEW", two[3]);
        expect("DUPLICATE", two[4]);
        end(null, false);
    }

    private void unknown(String name) {
        begin("a name that nobody knows: " + name);
        String strength = (1 + next(9)) * 10 + " mg";
        String key = "\"" + name.toLowerCase(Locale.ROOT) + " " + strength + " tablet\"";
        line("discharge " + name + " " + strength + " tablet | 1 tab | PO | " + any(OFTEN[0]));
        expect("NEW", key);
        expect("UNCODED", key + ": NAME");
        end(null, false);
    }

    private void begin(String title) {
        number++;
        line("");
        line("case g" + number + " " + title);
    }

    private void end(@Nullable Drug drug, boolean highAlertStands) {
        end(drug, highAlertStands, false);
    }

    // one to three medicines beside it that simply go on
    private void end(@Nullable Drug drug, boolean highAlertStands, boolean alsoTaken) {
        if (drug != null && drug.high() && highAlertStands) {
            expect("HIGH_ALERT", drug.generic());
        }
        int first = next(BACKGROUND.size());
        int count = 1 + next(3);
        for (int i = 0; i < count; i++) {
            Drug beside = BACKGROUND.get((first + i) % BACKGROUND.size());
            int often = next(3);
            int strength = next(3);
            line("before " + entry(name(beside), beside, strength, 1, often));
            line("discharge " + entry(name(beside), beside, strength, 1, often));
            expect("CONTINUE", beside.generic());
            if (alsoTaken) {
                line("taken " + entry(name(beside), beside, strength, 1, often));
                expect("HOME CONTINUE", beside.generic());
            }
        }
    }

    private String name(Drug drug) {
        return next(2) == 0 ? drug.generic() : drug.brand();
    }

    private static String unit(String product) {
        return product.endsWith("capsule") ? "cap" : "tab";
    }

    // the same product, written in one of several ways
    private String product(String name, Drug drug, int strength) {
        String number = drug.strengths().get(strength);
        String form = drug.form().equals("tablet") ? any("tablet", "tab", "TAB", "oral tablet") : any("capsule", "cap");
        return switch (next(4)) {
            case 0 -> name + " " + number + " " + drug.unit() + " " + form;
            case 1 -> name.toUpperCase(Locale.ROOT) + " " + number + drug.unit() + " " + form;
            case 2 -> name + ", " + number.replace('.', ',') + " " + drug.unit() + " " + form;
            default ->
                name + " " + form + " " + (number.contains(".") ? number + "0" : number + ".0") + " " + drug.unit();
        };
    }

    private String entry(String name, Drug drug, int strength, int units, int often) {
        boolean tablet = drug.form().equals("tablet");
        String amount = units == 1 ? any("1 ", "one ") : any("2 ", "two ");
        String counted = tablet
                ? units == 1 ? any("tab", "tablet", "tableta") : any("tabs", "tablets", "tabletas")
                : units == 1 ? any("cap", "capsule") : any("caps", "capsules");
        String often1 = any(OFTEN[often]);
        String route = any(BY_MOUTH);
        if (next(4) == 0) {
            // everything in the line itself
            return product(name, drug, strength) + " " + amount + counted + " " + route + " " + often1;
        }
        return product(name, drug, strength) + " | " + amount + counted + " | " + route + " | " + often1;
    }

    private String any(String... words) {
        return words[next(words.length)];
    }

    private void expect(String category, String about) {
        line("=> " + category + " " + about);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    // a linear congruential sequence (Knuth), because the JDK's generators may change
    private int next(int bound) {
        state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (int) ((state >>> 33) % bound);
    }
}
