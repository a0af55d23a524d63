package org.homeward.medication;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the vocabulary, with a site's own tables where it keeps some. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MedicationSettings.Vocabularies.class)
class MedicationSettings {

    /** @param siteVocabulary a folder with tables that add to the packaged ones */
    @ConfigurationProperties("homeward.medication")
    record Vocabularies(@Nullable Path siteVocabulary) {}

    @Bean
    CompareMedications compareMedicationLists(Vocabularies settings) {
        Path site = settings.siteVocabulary();
        return new CompareMedications(site == null ? Vocabulary.packaged() : Vocabulary.withSite(site));
    }
}
