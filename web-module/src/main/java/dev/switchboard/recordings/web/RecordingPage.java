package dev.switchboard.recordings.web;

import dev.switchboard.Secrets;
import dev.switchboard.recordings.FilmEntry;
import dev.switchboard.recordings.FilmFault;
import dev.switchboard.recordings.FilmState;
import dev.switchboard.recordings.Films;
import dev.switchboard.recordings.RecordingDetail;
import dev.switchboard.recordings.RecordingEntry;
import dev.switchboard.recordings.RecordingId;
import dev.switchboard.recordings.RecordingLibrary;
import dev.switchboard.recordings.RecordingState;
import dev.switchboard.web.Figures;
import dev.switchboard.web.Visitor;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.omnifaces.util.Faces;

/** One recording: to be watched, downloaded, and made into a film (S4.6). */
@Named("recordingPlayer")
@RequestScoped
public class RecordingPage {
  @Inject private RecordingLibrary library;
  @Inject private Films films;
  @Inject private Visitor visitor;

  private @Nullable String id;
  private boolean looked;
  private Optional<FilmEntry> film = Optional.empty();
  private Optional<RecordingDetail> detail = Optional.empty();

  /** Slower, as it was, and faster. */
  private static final List<String> SPEEDS = List.of("0.5", "0.75", "1", "1.25", "1.5", "2");

  public @Nullable String getId() {
    return id;
  }

  /**
   * Of every request: the page's form sends it again, since those for a part of a page set no view
   * parameters.
   */
  @PostConstruct
  void read() {
    id = Faces.getRequestParameter("id");
  }

  /**
   * Reads it, before each answer; it is 404 if there is none of this id that the visitor may watch.
   * A page that is open is loaded anew then, since it may have been deleted meanwhile.
   */
  public void open() throws IOException {
    if (found().isPresent()) {
      if (!FacesContext.getCurrentInstance().isPostback()) {
        library.markSeen(visitor.account());
      }
      return;
    }
    FacesContext faces = FacesContext.getCurrentInstance();
    if (faces.getPartialViewContext().isAjaxRequest()) {
      String same = URLEncoder.encode(String.valueOf(id), StandardCharsets.UTF_8);
      faces.getExternalContext().redirect("/recording.xhtml?id=" + same);
    } else {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
    }
    faces.responseComplete();
  }

  /**
   * Once for each answer. The film is asked for first: when that is ready, it is among the files of
   * the recording. The other way round a page could miss it, and look no more.
   */
  private void look() {
    if (looked || id == null || !Secrets.isId(id)) {
      return;
    }
    looked = true;
    RecordingId recording = new RecordingId(id);
    film = films.find(visitor.account(), recording);
    detail = library.find(visitor.account(), recording);
  }

  private Optional<RecordingDetail> found() {
    look();
    return detail;
  }

  private Optional<FilmEntry> film() {
    look();
    return film;
  }

  /** Null if there is none, which is known before the page is shown. */
  public @Nullable RecordingDetail getDetail() {
    return found().orElse(null);
  }

  private RecordingEntry entry() {
    return found().orElseThrow(() -> new IllegalStateException("There is no recording")).entry();
  }

  private boolean isIn(RecordingState... states) {
    return found().filter(each -> List.of(states).contains(each.entry().state())).isPresent();
  }

  /** Whether it can be watched. */
  public boolean isReady() {
    return isIn(RecordingState.READY);
  }

  /** Whether it will come to another state by itself. */
  public boolean isMoving() {
    return isIn(RecordingState.RECORDING, RecordingState.FINISHING);
  }

  /** Who else took part. */
  public String getOthers() {
    return String.join(", ", entry().others());
  }

  /** As {@code 1:05:09} or {@code 0:42}. */
  public String getLength() {
    return Figures.clock(entry().length());
  }

  public String size(long bytes) {
    return Figures.size(bytes);
  }

  public List<String> getSpeeds() {
    return SPEEDS;
  }

  /** The address of a file. */
  public String address(String file) {
    return "/recordings/" + id + "/" + file;
  }

  /** The address of the log of who consented when. */
  public String getConsents() {
    return address(RecordingLibrary.CONSENTS);
  }

  /** Has the film made. */
  public void make() {
    films.make(visitor.account(), new RecordingId(String.valueOf(id)));
    looked = false;
  }

  /** Has the film made no longer. */
  public void cancel() {
    films.cancel(visitor.account(), new RecordingId(String.valueOf(id)));
    looked = false;
  }

  /** Whether films can be made here. */
  public boolean isFilmPossible() {
    return films.arePossible();
  }

  /** The film that is there. */
  public RecordingDetail.@Nullable Extra getFilm() {
    return found().flatMap(RecordingDetail::film).orElse(null);
  }

  /** Whether the film is waited for. */
  public boolean isFilmUnderWay() {
    return film().filter(film -> film.state().isUnderWay()).isPresent();
  }

  /** How much of it is made, 0 to 100. */
  public int getFilmPercent() {
    return film().map(FilmEntry::percent).orElse(0);
  }

  /** The end of the key of the words for what became of it; empty if nobody asked for it. */
  public String getFilmWord() {
    Optional<FilmEntry> unmade = film().filter(one -> one.state() != FilmState.READY);
    return unmade
        .flatMap(FilmEntry::fault)
        .map(FilmFault::name)
        .or(() -> unmade.map(one -> one.state().name()))
        .orElse("");
  }
}
