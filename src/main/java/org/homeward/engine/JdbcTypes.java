package org.homeward.engine;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;

/** How values stand in columns: ids as 36 characters, instants as UTC date-times with microseconds. */
@Configuration(proxyBeanMethods = false)
class JdbcTypes {

    @Bean
    JdbcCustomConversions jdbcCustomConversions() {
        return new JdbcCustomConversions(List.of(
                UuidToText.INSTANCE, TextToUuid.INSTANCE, InstantToDateTime.INSTANCE, DateTimeToInstant.INSTANCE));
    }

    @WritingConverter
    enum UuidToText implements Converter<UUID, String> {
        INSTANCE;

        @Override
        public String convert(UUID id) {
            return id.toString();
        }
    }

    @ReadingConverter
    enum TextToUuid implements Converter<String, UUID> {
        INSTANCE;

        @Override
        public UUID convert(String id) {
            return UUID.fromString(id);
        }
    }

    @WritingConverter
    enum InstantToDateTime implements Converter<Instant, LocalDateTime> {
        INSTANCE;

        @Override
        public LocalDateTime convert(Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
    }

    @ReadingConverter
    enum DateTimeToInstant implements Converter<LocalDateTime, Instant> {
        INSTANCE;

        @Override
        public Instant convert(LocalDateTime dateTime) {
            return dateTime.toInstant(ZoneOffset.UTC);
        }
    }
}
