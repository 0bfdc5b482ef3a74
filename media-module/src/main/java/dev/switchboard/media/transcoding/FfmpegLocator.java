package dev.switchboard.media.transcoding;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ws.schild.jave.process.ProcessLocator;
import ws.schild.jave.process.ProcessWrapper;
import ws.schild.jave.process.ffmpeg.DefaultFFMPEGLocator;

/**
 * Where ffmpeg is: at the path that is set, else on the {@code PATH}, else the build that comes
 * with us. It runs under a limit of memory and behind everything else that wants a processor.
 */
public final class FfmpegLocator implements ProcessLocator {
  private static final String NAME = "ffmpeg";

  /** {@code $0} is the limit in KiB, {@code $@} the command, whose complaints join its output. */
  private static final String LIMITED = "ulimit -v \"$0\" && exec nice -n 10 \"$@\" 2>&1";

  private static final Logger log = LoggerFactory.getLogger(FfmpegLocator.class);

  private final String path;
  private final long memoryKibibytes;

  private FfmpegLocator(String path, long memoryKibibytes) {
    this.path = path;
    this.memoryKibibytes = memoryKibibytes;
  }

  /**
   * Finds it.
   *
   * @param configured the path to be used, if one is set
   * @param memoryBytes so much address space it may use
   * @throws IOException if the configured path is no program, or there is none for this machine
   */
  public static FfmpegLocator find(Optional<Path> configured, long memoryBytes) throws IOException {
    String path;
    if (configured.isPresent()) {
      path = configured.get().toString();
    } else {
      path = onPath().map(Path::toString).orElseGet(FfmpegLocator::bundled);
    }
    if (!Files.isExecutable(Path.of(path))) {
      throw new IOException(
          "No ffmpeg at " + path + ": install it, or set its path to where it is");
    }
    log.info("ffmpeg is {}", path);
    return new FfmpegLocator(path, memoryBytes / 1024);
  }

  private static Optional<Path> onPath() {
    String folders = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(folders)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, NAME))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Copies the build out of its archive, once for each version. */
  private static String bundled() {
    return new DefaultFFMPEGLocator().getExecutablePath();
  }

  @Override
  public String getExecutablePath() {
    return path;
  }

  /** A process that has its limits; its arguments follow. */
  @Override
  public ProcessWrapper createExecutor() {
    ProcessWrapper process = new ProcessWrapper("/bin/sh");
    process.addArgument("-c");
    process.addArgument(LIMITED);
    process.addArgument(Long.toString(memoryKibibytes));
    process.addArgument(path);
    return process;
  }
}
