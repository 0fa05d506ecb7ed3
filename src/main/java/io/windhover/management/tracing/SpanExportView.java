package io.windhover.management.tracing;

/**
 * What became of the spans of this process.
 */
public interface SpanExportView {

	/**
	 * How many spans the receiver has taken.
	 */
	long exported();

	/**
	 * How many spans were given up.
	 */
	long lost();

}
