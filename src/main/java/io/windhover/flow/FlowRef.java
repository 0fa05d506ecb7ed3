package io.windhover.flow;

import org.jspecify.annotations.Nullable;

/**
 * Names one revision of a flow, which never changes.
 */
public record FlowRef(String namespace, String id, int revision) {

	/**
	 * Reads the text form; null for that of a flow without a revision.
	 */
	public static @Nullable FlowRef parse(String text) {
		int last = text.lastIndexOf('/');
		if (last == text.indexOf('/')) {
			return null;
		}
		FlowKey key = FlowKey.parse(text.substring(0, last));
		return new FlowRef(key.namespace(), key.id(), Integer.parseInt(text.substring(last + 1)));
	}

	/**
	 * The key of the flow, without the revision.
	 */
	public FlowKey key() {
		return new FlowKey(this.namespace, this.id);
	}

	/**
	 * {@code namespace/id/revision}, the key of its record.
	 */
	@Override
	public String toString() {
		return this.namespace + "/" + this.id + "/" + this.revision;
	}

}
