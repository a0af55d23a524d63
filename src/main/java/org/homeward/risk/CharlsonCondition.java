package org.homeward.risk;

/** Name the comorbidities that LACE counts; their weights are rows of the decision {@code lace-comorbidity}. */
public enum CharlsonCondition {
    MYOCARDIAL_INFARCTION,
    CEREBROVASCULAR_DISEASE,
    PERIPHERAL_VASCULAR_DISEASE,
    DIABETES,
    HEART_FAILURE,
    DIABETES_WITH_END_ORGAN_DAMAGE,
    CHRONIC_PULMONARY_DISEASE,
    MILD_LIVER_OR_RENAL_DISEASE,
    TUMOUR,
    DEMENTIA,
    CONNECTIVE_TISSUE_DISEASE,
    SEVERE_LIVER_OR_RENAL_DISEASE,
    HIV,
    METASTATIC_TUMOUR
}
