// OWL 2 profiles, consistency and unsatisfiable classes, with the OWL API and HermiT. Run as a single source file:
//   java -cp "<folder of jars>/*" OwlProfile.java FILE...
// One line a finding, with tabs: number of the file, kind (DL, RL, REFUSED, INCONSISTENT, UNSATISFIABLE), text.

import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;
import org.semanticweb.owlapi.reasoner.OWLReasoner;

public class OwlProfile {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] files) throws Exception {
    for (int number = 0; number < files.length; number++) {
      OWLOntology ontology =
          OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(files[number]));
      profile(number, "DL", Profiles.OWL2_DL, ontology);
      profile(number, "RL", Profiles.OWL2_RL, ontology);
      reason(number, ontology);
    }
  }

  private static void profile(int number, String kind, OWLProfile profile, OWLOntology ontology) {
    for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
      report(number, kind, violation.toString());
    }
  }

  private static void reason(int number, OWLOntology ontology) {
    Configuration configuration = new Configuration();
    configuration.ignoreUnsupportedDatatypes = true; // else HermiT stops at the first xsd:date
    OWLReasoner reasoner;
    try {
      reasoner = new Reasoner(configuration, ontology);
    } catch (IllegalArgumentException outsideDl) {
      report(number, "REFUSED", outsideDl.getMessage());
      return;
    }
    if (!reasoner.isConsistent()) {
      report(number, "INCONSISTENT", "");
      return;
    }
    for (OWLClass name : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
      report(number, "UNSATISFIABLE", name.getIRI().toString());
    }
  }

  private static void report(int number, String kind, String text) {
    OUT.println(number + "\t" + kind + "\t" + text.replaceAll("\\s+", " "));
  }
}
