package dev.switchboard;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * See {@link RetryOnConflict}. Stands outside of the transaction's own interceptor; inside of a
 * transaction that others began it does nothing, since that is not its to repeat.
 */
@RetryOnConflict
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RetryInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RetryInterceptor.class);

  /** More attempts than there are devices that could change a call in the same moment. */
  private static final int ATTEMPTS = 8;

  // By its global name: the media engine reports on threads that have no java:comp.
  @Resource(lookup = "java:jboss/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry transactions;

  @AroundInvoke
  @Nullable Object retry(InvocationContext invocation) throws Exception {
    if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
      return invocation.proceed();
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return invocation.proceed();
      } catch (Exception e) {
        if (attempt == ATTEMPTS || !isConflict(e)) {
          throw e;
        }
        LOG.debug("{} met another change, attempt {}", invocation.getMethod(), attempt, e);
      }
    }
  }

  /** Whether a failure, or what caused it, came of another transaction at the same rows. */
  public static boolean isConflict(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof OptimisticLockException
          || cause instanceof PessimisticLockException
          || cause instanceof LockTimeoutException
          || cause instanceof RollbackException
          || (cause instanceof SQLException sql && isConflict(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Class 40: serialization failure or deadlock; HYT00 and 90131: H2's lock time-out. */
  private static boolean isConflict(@Nullable String sqlState) {
    return sqlState != null
        && (sqlState.startsWith("40") || sqlState.equals("HYT00") || sqlState.equals("90131"));
  }
}
