package io.windhover.flow;

/**
 * What names a flow; its text form {@code namespace/id} is the key of its records.
 */
public record FlowKey(String namespace, String id) implements Comparable<FlowKey> {

	/** The regular expression of namespaces. */
	public static final String NAMESPACE = "[a-z0-9][a-z0-9._-]{0,149}";

	/** The regular expression of the ids of flows and of all that is in them. */
	public static final String ID = "[A-Za-z0-9_-]{1,100}";

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

	/**
	 * Whether its namespace is this one, or, where that ends with a dot, begins with it.
	 */
	public boolean isIn(String namespaces) {
		return namespaces.endsWith(".") ? this.namespace.startsWith(namespaces) : this.namespace.equals(namespaces);
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
