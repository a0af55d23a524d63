package org.homeward.risk;

/** Name what a score asks for, in the words in which a nurse is asked to supply it. */
public enum RiskInput {
    LENGTH_OF_STAY("length of stay"),
    ACUTE_ADMISSION("whether the admission was acute"),
    COMORBIDITIES("comorbidities"),
    EMERGENCY_VISITS("emergency visits in the 6 months before"),
    HEMOGLOBIN("hemoglobin at discharge"),
    ONCOLOGY_SERVICE("whether discharged from oncology"),
    SODIUM("sodium at discharge"),
    PROCEDURE("whether there was a procedure"),
    URGENT_ADMISSION("whether the admission was urgent or planned"),
    ADMISSIONS_12_MONTHS("admissions in the 12 months before");

    private final String words;

    RiskInput(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
