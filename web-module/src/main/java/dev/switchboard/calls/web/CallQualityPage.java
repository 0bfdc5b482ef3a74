package dev.switchboard.calls.web;

import dev.switchboard.Secrets;
import dev.switchboard.calls.CallHistory;
import dev.switchboard.calls.Figures;
import dev.switchboard.calls.LegId;
import dev.switchboard.calls.LegRecord;
import dev.switchboard.calls.LegRecord.Direction;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one of the visitor's past calls was doing: in a word, in figures, and over its time. */
@Named("callQuality")
@RequestScoped
public class CallQualityPage {
  private static final String UNKNOWN = "–";

  @Inject private CallHistory history;
  @Inject private Visitor visitor;

  private @Nullable String leg;
  private Optional<LegRecord> record = Optional.empty();

  /**
   * A figure of one direction.
   *
   * @param key the end of the key of its name
   * @param value for people
   * @param worst likewise; empty if that says nothing
   */
  public record Fact(String key, String value, String worst) {}

  /** The figures between two moments, for people. */
  public record Line(Instant at, String key, List<String> figures) {}

  public @Nullable String getLeg() {
    return leg;
  }

  public void setLeg(@Nullable String leg) {
    this.leg = leg;
  }

  /** Reads the record; answers 404 if there is none that is the visitor's. */
  public void open() throws IOException {
    String id = leg;
    if (id != null && Secrets.isId(id)) {
      record = history.record(visitor.account(), new LegId(id));
    }
    if (record.isEmpty()) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  public LegRecord getRecord() {
    return record.orElseThrow(() -> new IllegalStateException("There is no record"));
  }

  /** Whether media flowed, so that there is something to show. */
  public boolean isKept() {
    return !getRecord().received().samples().isEmpty();
  }

  public QualityGrade getGrade() {
    return QualityGrade.of(getRecord());
  }

  public List<Fact> getReceived() {
    return facts(getRecord().received());
  }

  public List<Fact> getSent() {
    return facts(getRecord().sent());
  }

  private List<Fact> facts(Direction direction) {
    return List.of(
        fact("sound", direction, Figures::mos, false, this::score),
        fact("loss", direction, known(Figures::loss), true, this::percent),
        fact("unrecovered", direction, known(Figures::unrecovered), true, this::percent),
        fact("jitter", direction, known(Figures::jitter), true, this::millis),
        fact("round-trip", direction, Figures::roundTrip, true, this::millis),
        fact("bitrate", direction, known(Figures::bitrate), false, this::bitrate),
        fact("frames", direction, known(Figures::framesPerSecond), false, this::perSecond),
        freezes(direction));
  }

  private static Function<Figures, OptionalDouble> known(Function<Figures, Number> figure) {
    return figures -> OptionalDouble.of(figure.apply(figures).doubleValue());
  }

  private Fact fact(
      String key,
      Direction direction,
      Function<Figures, OptionalDouble> figure,
      boolean highIsWorse,
      Function<Double, String> words) {
    OptionalDouble worst = highIsWorse ? direction.highest(figure) : direction.lowest(figure);
    return new Fact(key, words(direction.average(figure), words), words(worst, words));
  }

  private static String words(OptionalDouble value, Function<Double, String> words) {
    return value.isPresent() ? words.apply(value.getAsDouble()) : UNKNOWN;
  }

  private Fact freezes(Direction direction) {
    long count = Math.round(direction.total(Figures::freezes));
    double seconds = direction.total(Figures::frozenMillis) / 1_000;
    String value =
        count == 0 ? number(0, 0) : "%s (%s s)".formatted(number(count, 0), number(seconds, 1));
    return new Fact("freezes", value, "");
  }

  public List<QualityPlot> getPlots() {
    return List.of(
        QualityPlot.of("sound", 1, 4.5, getRecord(), Figures::mos),
        QualityPlot.of("loss", 0, 0.05, getRecord(), known(Figures::loss)),
        QualityPlot.of("frames", 0, 30, getRecord(), known(Figures::framesPerSecond)));
  }

  /** The scale of a plot, for people. */
  public String edge(QualityPlot plot, double value) {
    return switch (plot.key()) {
      case "loss" -> percent(value);
      case "frames" -> number(value, 0);
      default -> score(value);
    };
  }

  /** All samples of both directions. */
  public List<Line> getLines() {
    return Stream.concat(
            lines("received", getRecord().received()), lines("sent", getRecord().sent()))
        .sorted(Comparator.comparing(Line::at).thenComparing(Line::key))
        .toList();
  }

  private Stream<Line> lines(String key, Direction direction) {
    return direction.samples().stream()
        .map(sample -> new Line(sample.until(), key, figures(sample.figures())));
  }

  private List<String> figures(Figures figures) {
    return List.of(
        words(figures.mos(), this::score),
        percent(figures.loss()),
        percent(figures.unrecovered()),
        millis(figures.jitter()),
        words(figures.roundTrip(), this::millis),
        bitrate((double) figures.bitrate()),
        perSecond(figures.framesPerSecond()),
        number(figures.freezes(), 0));
  }

  private String score(double value) {
    return number(value, 1);
  }

  private String percent(double share) {
    return number(share * 100, 1) + " %";
  }

  private String millis(double value) {
    return number(value, 0) + " ms";
  }

  private String bitrate(double value) {
    return number(value / 1_000, 0) + " kbit/s";
  }

  private String perSecond(double value) {
    return number(value, 0) + " /s";
  }

  private String number(double value, int digits) {
    Locale locale = visitor.getLocale();
    NumberFormat format = NumberFormat.getInstance(locale);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(value);
  }
}
