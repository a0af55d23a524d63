package org.homeward.intake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.homeward.TestDatabase;
import org.homeward.episode.Episodes;
import org.homeward.episode.VisitFacts;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * Intake and patients on the real database. Episodes only listen: what they do with a fact is their tests' business. No
 * worker runs beside the test; a test applies what is due when it says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(properties = "homeward.intake.worker=false")
@AutoConfigureMockMvc
@ActiveProfiles("test")
@Import({TestDatabase.class, ScriptedHandler.class, org.homeward.engine.WalkingSkeleton.class})
@MockitoBean(types = {VisitFacts.class, Episodes.class})
public @interface IntakeTest {}
