package org.homeward.directory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Name what a programme helps with. The social ones bear the codes of Gravity's categories as HL7's SDOH Clinical Care
 * guide lists them (SDOHCC-CodeSystemTemporaryCodes), and {@link #LANGUAGE_ACCESS}; the others are our own words for
 * clinical services.
 */
public enum Need {
    FOOD_INSECURITY(true, "Food"),
    HOUSING_INSTABILITY(true, "Housing: at risk of losing it"),
    HOMELESSNESS(true, "Housing: none"),
    INADEQUATE_HOUSING(true, "Housing: unfit to live in"),
    TRANSPORTATION_INSECURITY(true, "Transportation"),
    UTILITY_INSECURITY(true, "Utilities: power, heat, water"),
    FINANCIAL_INSECURITY(true, "Money"),
    MATERIAL_HARDSHIP(true, "Clothing, household goods"),
    MEDICAL_COST_BURDEN(true, "Medical costs"),
    HEALTH_INSURANCE_COVERAGE_STATUS(true, "Health insurance"),
    EMPLOYMENT_STATUS(true, "Work"),
    EDUCATIONAL_ATTAINMENT(true, "Education"),
    VETERAN_STATUS(true, "Veterans' services"),
    SOCIAL_CONNECTION(true, "Company and support"),
    STRESS(true, "Stress"),
    INTIMATE_PARTNER_VIOLENCE(true, "Safety: partner"),
    ELDER_ABUSE(true, "Safety: older adults"),
    PERSONAL_HEALTH_LITERACY(true, "Understanding health information"),
    DIGITAL_LITERACY(true, "Using digital devices"),
    DIGITAL_ACCESS(true, "Internet and devices"),
    LANGUAGE_ACCESS(true, "Interpreting and translation"),
    PRIMARY_CARE(false, "Primary care"),
    CARDIOLOGY(false, "Cardiology"),
    ENDOCRINOLOGY(false, "Endocrinology"),
    GASTROENTEROLOGY(false, "Gastroenterology"),
    GERIATRICS(false, "Geriatrics"),
    HEMATOLOGY_ONCOLOGY(false, "Hematology and oncology"),
    INFECTIOUS_DISEASE(false, "Infectious disease"),
    NEPHROLOGY(false, "Nephrology"),
    NEUROLOGY(false, "Neurology"),
    ORTHOPEDICS(false, "Orthopedics"),
    PULMONOLOGY(false, "Pulmonology"),
    SURGERY(false, "Surgery"),
    UROLOGY(false, "Urology"),
    WOUND_CARE(false, "Wound care"),
    BEHAVIORAL_HEALTH(false, "Behavioral health"),
    SUBSTANCE_USE_TREATMENT(false, "Substance use treatment"),
    PALLIATIVE_CARE(false, "Palliative care"),
    CARDIAC_REHABILITATION(false, "Cardiac rehabilitation"),
    PULMONARY_REHABILITATION(false, "Pulmonary rehabilitation"),
    PHYSICAL_THERAPY(false, "Physical therapy"),
    OCCUPATIONAL_THERAPY(false, "Occupational therapy"),
    SPEECH_THERAPY(false, "Speech therapy"),
    HOME_HEALTH(false, "Home health"),
    MEDICAL_EQUIPMENT(false, "Medical equipment"),
    NUTRITION(false, "Nutrition counselling"),
    DIABETES_EDUCATION(false, "Diabetes education"),
    DENTAL(false, "Dental care"),
    VISION(false, "Eye care"),
    HEARING(false, "Hearing care");

    private static final List<Need> ALL = List.of(values());

    private final boolean social;
    private final String label;

    Need(boolean social, String label) {
        this.social = social;
        this.label = label;
    }

    /** As tables and files name it: {@code food-insecurity}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean social() {
        return social;
    }

    public String label() {
        return label;
    }

    public static Optional<Need> of(String code) {
        return ALL.stream().filter(need -> need.code().equals(code)).findFirst();
    }

    /** By code or by label, whichever somebody wrote. */
    static Optional<Need> read(String words) {
        String code = words.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
        return of(code).or(() -> Arrays.stream(values())
                .filter(need -> need.label.equalsIgnoreCase(words.strip()))
                .findFirst());
    }
}
