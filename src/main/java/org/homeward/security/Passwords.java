package org.homeward.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

@Configuration(proxyBeanMethods = false)
class Passwords {

    @Bean
    PasswordEncoder passwordEncoder() {
        return new LongPasswords(PasswordEncoderFactories.createDelegatingPasswordEncoder());
    }

    /** bcrypt looks at 72 bytes and refuses more: a longer password goes in as its digest, whole and not cut off. */
    private record LongPasswords(PasswordEncoder encoder) implements PasswordEncoder {

        private static final int MOST_BYTES = 72;

        @Override
        public String encode(CharSequence password) {
            return encoder.encode(fitting(password));
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            return encoder.matches(fitting(password), hash);
        }

        @Override
        public boolean upgradeEncoding(String hash) {
            return encoder.upgradeEncoding(hash);
        }

        private static CharSequence fitting(CharSequence password) {
            byte[] bytes = password.toString().getBytes(StandardCharsets.UTF_8);
            if (bytes.length <= MOST_BYTES) {
                return password;
            }
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-384").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-384", e);
            }
        }
    }
}
