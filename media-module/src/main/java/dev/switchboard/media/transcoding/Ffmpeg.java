package dev.switchboard.media.transcoding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ws.schild.jave.process.ProcessLocator;
import ws.schild.jave.process.ProcessWrapper;

/** Runs of ffmpeg. It opens nothing but the files that it is given. Thread-safe. */
public final class Ffmpeg {
  private static final List<String> ALWAYS =
      List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-progress", "pipe:1");

  private final ProcessLocator locator;

  public Ffmpeg(ProcessLocator locator) {
    this.locator = locator;
  }

  /** The words for an input: one of our files, whatever it claims to be, and nothing it names. */
  public static List<String> input(Path file) {
    return List.of("-protocol_whitelist", "file", "-f", "matroska", "-i", file.toString());
  }

  /**
   * Prepares a run.
   *
   * @param limit how long it may take at most
   */
  public Run run(List<String> arguments, Duration limit) {
    return new Run(arguments, limit);
  }

  /** One run, to be completed once; another thread may cancel it before that and meanwhile. */
  public final class Run {
    /** What {@code -progress} tells; anything else is a complaint. */
    private static final Pattern FIGURE = Pattern.compile("[a-z0-9_]+=.*");

    private static final String TIME = "out_time_us=";

    /** Of the complaints, so many lines are told. */
    private static final int COMPLAINTS = 8;

    private final List<String> arguments;
    private final Duration limit;
    private final Deque<String> complaints = new ArrayDeque<>();

    /** Why it has to end; null while nobody asks for that. Guarded by this. */
    private @Nullable Ending ending;

    /** Guarded by this. */
    private @Nullable ProcessWrapper process;

    private Run(List<String> arguments, Duration limit) {
      this.arguments = List.copyOf(arguments);
      this.limit = limit;
    }

    /**
     * Runs, and returns when all is written. Blocks.
     *
     * @param progress hears now and then how much of the output there is
     * @throws CancellationException if it was cancelled
     * @throws IOException if it failed, or took longer than its limit; with what ffmpeg said
     */
    public void complete(Consumer<Duration> progress) throws IOException {
      CompletableFuture<Void> clock =
          CompletableFuture.runAsync(
              () -> end(Ending.TOO_LONG),
              CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
      try (ProcessWrapper started = start()) {
        follow(started, progress);
        judge(started);
      } finally {
        clock.cancel(false);
      }
    }

    /** Ends it: {@link #complete} throws {@link CancellationException}. Any thread. */
    public void cancel() {
      end(Ending.CANCELLED);
    }

    private synchronized ProcessWrapper start() throws IOException {
      if (ending != null) {
        throw new CancellationException("ffmpeg was cancelled");
      }
      ProcessWrapper made = locator.createExecutor();
      ALWAYS.forEach(made::addArgument);
      arguments.forEach(made::addArgument);
      made.execute();
      process = made;
      return made;
    }

    private synchronized void end(Ending why) {
      if (ending == null) {
        ending = why;
        if (process != null) {
          process.destroy();
        }
      }
    }

    private void follow(ProcessWrapper running, Consumer<Duration> progress) throws IOException {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8));
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!FIGURE.matcher(line).matches()) {
            complain(line);
          } else if (line.startsWith(TIME)) {
            time(line.substring(TIME.length())).ifPresent(progress);
          }
        }
      } catch (IOException e) {
        if (!isEnding()) {
          throw e;
        }
      }
    }

    private void complain(String line) {
      if (complaints.size() == COMPLAINTS) {
        complaints.removeFirst();
      }
      complaints.add(line);
    }

    private synchronized boolean isEnding() {
      return ending != null;
    }

    private synchronized void judge(ProcessWrapper over) throws IOException {
      if (ending == Ending.CANCELLED) {
        throw new CancellationException("ffmpeg was cancelled");
      }
      if (ending == Ending.TOO_LONG) {
        throw new IOException("ffmpeg took longer than " + limit);
      }
      int exit = over.getProcessExitCode();
      if (exit != 0) {
        throw new IOException("ffmpeg ended with " + exit + ": " + String.join("; ", complaints));
      }
    }
  }

  /** Nothing before the first frame, where ffmpeg writes {@code N/A} or less than nothing. */
  private static Optional<Duration> time(String micros) {
    return micros.matches("\\d{1,15}")
        ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1_000))
        : Optional.empty();
  }

  /** Why a run is ended from outside. */
  private enum Ending {
    CANCELLED,
    TOO_LONG
  }
}
