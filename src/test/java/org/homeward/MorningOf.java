package org.homeward;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.DayOfWeek;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Each test of the class begins at ten on the next such day, with everybody of the {@link Hospital}'s team at work. After it
 * time is put back, and what it began rests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MorningOf.Shift.class)
@interface MorningOf {

    DayOfWeek value();

    final class Shift implements BeforeEachCallback, AfterEachCallback {

        @Override
        public void beforeEach(ExtensionContext context) {
            Hospital.Desk desk = desk(context);
            store(context).put(Duration.class, desk.clock().offset());
            desk.staffed();
            AnnotationSupport.findAnnotation(context.getRequiredTestClass(), MorningOf.class)
                    .ifPresent(day -> desk.itIs(day.value(), 10));
        }

        @Override
        public void afterEach(ExtensionContext context) {
            desk(context).restsAt(store(context).get(Duration.class, Duration.class));
        }

        private static Hospital.Desk desk(ExtensionContext context) {
            return SpringExtension.getApplicationContext(context).getBean(Hospital.Desk.class);
        }

        private static ExtensionContext.Store store(ExtensionContext context) {
            return context.getStore(ExtensionContext.Namespace.create(Shift.class, context.getUniqueId()));
        }
    }
}
