package dev.switchboard.recordings.web;

import dev.switchboard.recordings.RecordingLibrary.Download;
import dev.switchboard.recordings.web.ByteRanges.Part;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file that never changes, as a whole or in parts, so that a player can seek and a download
 * go on where it stopped: conditions and ranges of RFC 9110, sections 13 and 14, for GET and HEAD.
 */
record FileReply(Download file) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  /** The file can't be read now; nothing of it has been said or sent, unless it is in parts. */
  static final class StorageAway extends IOException {
    private static final long serialVersionUID = 1L;

    private StorageAway(IOException cause) {
      super(cause);
    }
  }

  /**
   * Answers a request. The caller has set the headers that say what the file is for.
   *
   * @throws StorageAway if the storage does not give it
   */
  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    // Whoever may have it now may not tomorrow: a copy is asked about before it is used.
    response.setHeader("Cache-Control", "private, no-cache");
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("ETag", quoted());
    response.setHeader("Last-Modified", DATE.format(modified()));
    int failed = precondition(request);
    if (failed != HttpServletResponse.SC_OK) {
      response.setStatus(failed);
      return;
    }
    if (request.getMethod().equals("HEAD")) {
      describe(file.bytes(), response);
      return;
    }
    Optional<List<Part>> parts =
        rangesApply(request)
            ? ByteRanges.read(request.getHeader("Range"), file.bytes())
            : Optional.empty();
    if (parts.isEmpty()) {
      sendWhole(response);
    } else {
      send(parts.get(), response);
    }
  }

  private void describe(long length, HttpServletResponse response) {
    response.setContentType(file.mediaType());
    response.setContentLengthLong(length);
  }

  private void sendWhole(HttpServletResponse response) throws IOException {
    try (InputStream in = open(new Part(0, file.bytes() - 1))) {
      describe(file.bytes(), response);
      in.transferTo(response.getOutputStream());
    }
  }

  private void send(List<Part> parts, HttpServletResponse response) throws IOException {
    switch (parts.size()) {
      case 0 -> {
        response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
        response.setHeader("Content-Range", "bytes */" + file.bytes());
      }
      case 1 -> sendPart(parts.get(0), response);
      default -> sendMultipart(parts, response);
    }
  }

  private void sendPart(Part part, HttpServletResponse response) throws IOException {
    try (InputStream in = open(part)) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader("Content-Range", part.of(file.bytes()));
      describe(part.length(), response);
      in.transferTo(response.getOutputStream());
    }
  }

  /** Section 14.6; the boundary is in no file, being made for this answer. */
  private void sendMultipart(List<Part> parts, HttpServletResponse response) throws IOException {
    String boundary = UUID.randomUUID().toString();
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    response.setContentType("multipart/byteranges; boundary=" + boundary);
    OutputStream out = response.getOutputStream();
    for (Part part : parts) {
      try (InputStream in = open(part)) {
        write(
            out,
            "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                .formatted(boundary, file.mediaType(), part.of(file.bytes())));
        in.transferTo(out);
      }
    }
    write(out, "\r\n--" + boundary + "--\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private InputStream open(Part part) throws StorageAway {
    if (part.length() == 0) {
      return InputStream.nullInputStream();
    }
    try {
      return file.content().open(part.first(), part.length());
    } catch (IOException e) {
      throw new StorageAway(e);
    }
  }

  /**
   * In the order of section 13.2.2, up to the ranges; {@code SC_OK} where nothing is in the way.
   */
  private int precondition(HttpServletRequest request) {
    String match = request.getHeader("If-Match");
    String noneMatch = request.getHeader("If-None-Match");
    if (match != null
        ? !names(match, false)
        : isAfter(date(request.getHeader("If-Unmodified-Since")))) {
      return HttpServletResponse.SC_PRECONDITION_FAILED;
    }
    Optional<Instant> since = date(request.getHeader("If-Modified-Since"));
    boolean known =
        noneMatch != null ? names(noneMatch, true) : since.isPresent() && !isAfter(since);
    return known ? HttpServletResponse.SC_NOT_MODIFIED : HttpServletResponse.SC_OK;
  }

  /**
   * A range is of the file that the client has begun with, or it gets the whole (section 13.1.5).
   */
  private boolean rangesApply(HttpServletRequest request) {
    String condition = request.getHeader("If-Range");
    return request.getHeader("Range") != null
        && (condition == null
            || condition.equals(quoted())
            || date(condition).equals(Optional.of(modified())));
  }

  private boolean isAfter(Optional<Instant> date) {
    return date.isPresent() && modified().isAfter(date.get());
  }

  /**
   * Whether a list of entity tags has ours (section 8.8.3).
   *
   * @param weak whether a weak one counts
   */
  private boolean names(String list, boolean weak) {
    for (String each : list.split(",")) {
      String one = each.strip();
      if (one.equals("*") || one.equals(quoted()) || weak && one.equals("W/" + quoted())) {
        return true;
      }
    }
    return false;
  }

  private String quoted() {
    return '"' + file.tag() + '"';
  }

  /** As a field can say it. */
  private Instant modified() {
    return file.modified().truncatedTo(ChronoUnit.SECONDS);
  }

  /** What is no date is no condition (section 13.1.3). */
  private static Optional<Instant> date(@Nullable String field) {
    try {
      return Optional.ofNullable(field).map(text -> Instant.from(DATE.parse(text)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
