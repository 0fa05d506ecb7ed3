package io.windhover.flow;

/**
 * What names a flow; its text form {@code namespace/id} is the key of its records.
 */
public record FlowKey(String namespace, String id) implements Comparable<FlowKey> {

	/**
	 * Reads the text form.
	 * @throws IllegalArgumentException when the text has no slash
	 */
	public static FlowKey parse(String text) {
		int slash = text.indexOf('/');
		if (slash < 0) {
			throw new IllegalArgumentException("'%s' is not of the form namespace/id".formatted(text));
		}
		return new FlowKey(text.substring(0, slash), text.substring(slash + 1));
	}

	@Override
	public int compareTo(FlowKey other) {
		return toString().compareTo(other.toString());
	}

	@Override
	public String toString() {
		return this.namespace + "/" + this.id;
	}

}
