package io.windhover.execution.trace;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Makes meters that are recorded meanwhile, and instrumented calls, refer to a span.
 */
@FunctionalInterface
public interface CurrentSpan {

	/** Where no spans are exported. */
	CurrentSpan NONE = (trace, spanId, work) -> work.run();

	/**
	 * Does work within a span on the thread of the caller.
	 * @param trace null where the work is not traced
	 */
	void during(@Nullable Trace trace, Supplier<String> spanId, Runnable work);

}
