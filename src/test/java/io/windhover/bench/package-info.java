/**
 * What it costs: harnesses that print figures, run by the Maven profile {@code bench} and
 * by no test.
 */
package io.windhover.bench;
