package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * The grid on which a dashboard's panels stand.
 *
 * @param width how many columns it has
 */
record Grid(int width) {

	/**
	 * Panels that overlap or stand outside.
	 */
	List<String> problems(List<Box> boxes) {
		List<String> problems = new ArrayList<>();
		for (int i = 0; i < boxes.size(); i++) {
			Box box = boxes.get(i);
			if (box.x < 0 || box.w < 1 || box.h < 1 || box.x + box.w > this.width) {
				problems.add(box.name + " stands outside");
			}
			boxes.subList(i + 1, boxes.size())
				.stream()
				.filter(box::overlaps)
				.forEach((other) -> problems.add(box.name + " and " + other.name + " overlap"));
		}
		return problems;
	}

	record Box(String name, int x, int y, int w, int h) {

		static Box of(String name, JsonNode position) {
			return new Box(name, position.path("x").asInt(-1), position.path("y").asInt(-1),
					position.path("w").asInt(0), position.path("h").asInt(0));
		}

		private boolean overlaps(Box other) {
			return this.x < other.x + other.w && other.x < this.x + this.w && this.y < other.y + other.h
					&& other.y < this.y + this.h;
		}

	}

}
