package dev.switchboard;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Keeps what was fired, and hands it to observers as CDI does: at once. */
public final class RecordedEvents<T> implements Event<T> {
  private final List<T> fired = new ArrayList<>();
  private final List<Consumer<T>> observers = new ArrayList<>();

  /** What was fired since the last call. */
  public List<T> take() {
    List<T> taken = List.copyOf(fired);
    fired.clear();
    return taken;
  }

  /** Adds an observer. */
  public void observe(Consumer<T> observer) {
    observers.add(observer);
  }

  @Override
  public void fire(T event) {
    fired.add(event);
    observers.forEach(observer -> observer.accept(event));
  }

  @Override
  public <U extends T> CompletionStage<U> fireAsync(U event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Event<T> select(Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }
}
