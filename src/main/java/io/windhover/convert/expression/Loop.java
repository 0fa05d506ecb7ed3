package io.windhover.convert.expression;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A loop around tasks.
 *
 * @param id of its task
 * @param overItems whether it has items; otherwise it only counts
 * @param textItems whether each item is surely text
 * @param items their texts, where the flow lists them
 */
public record Loop(String id, boolean overItems, boolean textItems, @Nullable List<String> items) {
}
