package dev.switchboard.calls;

import dev.switchboard.Secrets;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A stored sample of one direction of a leg; never changed, and deleted with its call. */
@Entity
@Table(name = "quality_samples")
public class QualitySample {
  /** Seen from the leg. */
  enum Direction {
    UP,
    DOWN
  }

  @Id private String id;

  @Column(name = "call_id")
  private String call;

  @Column(name = "leg_id")
  private String leg;

  @Enumerated(EnumType.STRING)
  private Direction direction;

  @Column(name = "sampled_from")
  private Instant from;

  @Column(name = "sampled_until")
  private Instant until;

  private long bitrate;
  private double loss;
  private double unrecovered;
  private double jitter;

  @Column(name = "round_trip")
  private @Nullable Double roundTrip;

  @Column(name = "frames_per_second")
  private double framesPerSecond;

  private int freezes;

  @Column(name = "frozen_millis")
  private double frozenMillis;

  private @Nullable Double mos;

  /** For JPA. */
  protected QualitySample() {}

  QualitySample(CallSample sample, LegId leg, Direction direction, Figures figures) {
    this.id = Secrets.id();
    this.call = sample.call().value();
    this.leg = leg.value();
    this.direction = direction;
    this.from = sample.from();
    this.until = sample.until();
    this.bitrate = figures.bitrate();
    this.loss = figures.loss();
    this.unrecovered = figures.unrecovered();
    this.jitter = figures.jitter();
    this.roundTrip = orNull(figures.roundTrip());
    this.framesPerSecond = figures.framesPerSecond();
    this.freezes = figures.freezes();
    this.frozenMillis = figures.frozenMillis();
    this.mos = orNull(figures.mos());
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static OptionalDouble orEmpty(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  Direction direction() {
    return direction;
  }

  LegRecord.Sample toSample() {
    return new LegRecord.Sample(from, until, figures());
  }

  private Figures figures() {
    return new Figures(
        bitrate,
        loss,
        unrecovered,
        jitter,
        orEmpty(roundTrip),
        framesPerSecond,
        freezes,
        frozenMillis,
        orEmpty(mos));
  }
}
