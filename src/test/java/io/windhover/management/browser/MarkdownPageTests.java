package io.windhover.management.browser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownPageTests {

	private final MarkdownPages pages = new MarkdownPages(new PageFrame(""));

	@Test
	void markdownIsShownAsWhatItMeans() {
		String html = this.pages
			.html("# Title\n\n- **cause**: `curl x`\n\n```\ncurl <y>\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
		assertThat(html).contains("<h1>Title</h1>", "<li><strong>cause</strong>: <code>curl x</code></li>",
				"<pre><code>curl &lt;y&gt;\n</code></pre>", "<td>2</td>");
	}

	@Test
	void pageBesideThisOneIsALinkAndWhatIsNotServedIsText() {
		assertThat(this.pages
			.html("see [Other](Other.md), [web](https://a.example/), [docs](../security.md) and `GET /worker`"))
			.isEqualTo(
					"<p>see <a rel=\"nofollow\" href=\"Other\">Other</a>, <a rel=\"nofollow\" href=\"https://a.example/\">web</a>, docs"
							+ " and <code>GET /worker</code></p>\n");
	}

	@Test
	void htmlAndScriptsStayText() {
		assertThat(this.pages.html("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b>"))
			.doesNotContain("<script", "href", "<b>")
			.contains("&lt;script&gt;");
	}

}
