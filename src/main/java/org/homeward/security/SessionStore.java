package org.homeward.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.jdbc.MySqlJdbcIndexedSessionRepositoryCustomizer;

@Configuration(proxyBeanMethods = false)
class SessionStore {

    /** Several requests of one browser write the same attribute of a new session: the last one stays, and none fails. */
    @Bean
    MySqlJdbcIndexedSessionRepositoryCustomizer sessionAttributesAreReplaced() {
        return new MySqlJdbcIndexedSessionRepositoryCustomizer();
    }
}
