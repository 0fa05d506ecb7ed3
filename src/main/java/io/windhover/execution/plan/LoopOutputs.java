package io.windhover.execution.plan;

/**
 * Where the outputs of the iterations of a loop that is over are kept.
 *
 * @param path of the loop, with its attempt
 * @param size iterations begun
 */
public record LoopOutputs(String path, int size) {
}
