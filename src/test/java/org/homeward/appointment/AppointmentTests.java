package org.homeward.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.homeward.appointment.Appointment.DecisionMaking;
import org.homeward.appointment.Appointment.Kind;
import org.homeward.appointment.Appointment.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppointmentTests {

    private static final Instant NOW = Instant.parse("2026-11-17T18:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Booking SOON = new Booking(NOW.plus(Duration.ofDays(3)), ZONE, "Dr. Lee", "Clinic");

    private static Appointment proposed(Kind kind, @Nullable LocalDate by) {
        return Appointment.propose(
                UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), kind, "Follow-up visit", by, null, NOW);
    }

    private static Appointment proposed() {
        return proposed(Kind.VISIT, null);
    }

    @Test
    void isBookedMissedBookedAgainAndAttended() {
        Appointment visit = proposed();
        visit.book(SOON);
        visit.miss();
        visit.book(SOON);
        visit.attend(LocalDate.of(2026, 11, 20), "Dr. Lee", DecisionMaking.MODERATE, NOW);

        assertThat(visit.status()).isEqualTo(Status.FULFILLED);
        assertThat(visit.status().code()).isEqualTo("fulfilled");
        assertThat(visit.timesMissed()).isOne();
        assertThat(visit.isConcluded()).isTrue();
    }

    @Test
    void whatIsSettledStaysSettled() {
        Appointment visit = proposed();
        visit.drop(NOW);

        assertThatThrownBy(() -> visit.book(SOON)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(visit::miss).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> visit.drop(NOW)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOrderTakenBackLeavesTheBookingToBeCalledOff() {
        Appointment visit = proposed();
        visit.book(SOON);
        visit.withdraw(NOW);

        assertThat(visit.status()).isEqualTo(Status.BOOKED);
        assertThat(visit.isConcluded()).isTrue();
        visit.reopen();
        assertThat(visit.status()).isEqualTo(Status.BOOKED);
        assertThat(visit.isConcluded()).isFalse();
    }

    @Test
    void aVisitThatTookPlaceIsNotOrderedAgain() {
        Appointment visit = proposed();
        visit.attend(LocalDate.of(2026, 11, 20), null, null, NOW);

        assertThatThrownBy(visit::reopen).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theVisitDueFirstIsTheOneTheTierIsAbout() {
        Appointment late = proposed(Kind.VISIT, LocalDate.of(2026, 12, 9));
        Appointment early = proposed(Kind.VISIT, LocalDate.of(2026, 11, 30));
        Appointment anyDay = proposed(Kind.VISIT, null);
        Appointment test = proposed(Kind.TEST, LocalDate.of(2026, 11, 18));
        List<Appointment> all = List.of(late, test, anyDay, early);

        assertThat(all).filteredOn(one -> VisitClock.isFirstVisit(one, all)).containsExactly(early);
    }
}
