// The webview's entry: the host's page names in its body which of ours it is.
import './calibration-page.ts';
import './timeline-page.ts';

document.body.append(document.createElement(document.body.dataset.page === 'calibration' ? 'foretrace-calibration' : 'foretrace-timeline'));
