package io.windhover.flow.yaml;

import io.windhover.flow.binding.Path;

/**
 * What is wrong with a text as YAML.
 */
public record YamlProblem(Position position, Path path, String message) {
}
