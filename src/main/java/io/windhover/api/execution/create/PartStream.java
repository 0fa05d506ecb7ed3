package io.windhover.api.execution.create;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Remembers whether it was the reading of a part that failed.
 */
class PartStream extends FilterInputStream {

	private boolean broken;

	PartStream(InputStream part) {
		super(part);
	}

	boolean isBroken() {
		return this.broken;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		try {
			return super.read(bytes, offset, length);
		}
		catch (IOException ex) {
			this.broken = true;
			throw ex;
		}
	}

}
